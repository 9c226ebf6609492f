/// The texts of the files that the program carries, each behind a line with its name.
enum StandardText {}
