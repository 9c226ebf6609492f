import Checking
import Definitions
import Expressions
import Ingest
import Mappings
import Proviso
import Scenarios
import SourceText
import YAMLReading

/// Every code that a person can meet. A module joins with one line; a test finds the modules that did not.
let catalogue = Catalogue([
    SourceTextCodes.all,
    YAMLCodes.all,
    EncodingCodes.all,
    JSONCodes.all,
    CSVCodes.all,
    CloudEventCodes.all,
    SyntaxCodes.all,
    CheckCodes.all,
    LoweringCodes.all,
    CostCodes.all,
    EvaluationCodes.all,
    DefinitionCodes.all,
    CheckingCodes.all,
    ShapeCodes.all,
    RuleCodes.all,
    AnalysisCodes.all,
    FlowCodes.all,
    PriceCodes.all,
    MappingCodes.all,
    ScenarioCodes.all,
    HistoryCodes.all,
])
