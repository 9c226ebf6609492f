"""Answers about dates from Python's datetime, calendar and zoneinfo, to be compared with ours."""
