"""The lists that auditors ask for, line by line."""

from typing import NamedTuple


class Standard(NamedTuple):
    """One line of a public list."""

    id: str
    """As a rule names it under `standards`, and as reports print it."""
    of: str
    """The list, with the edition that was read."""
    name: str


ATLAS = "MITRE ATLAS 5.6.0"
OWASP_LLM = "OWASP Top 10 for LLM Applications 2025"
OWASP_AITG = "OWASP AI Testing Guide 1"
AILUMINATE = "MLCommons AILuminate 1.0 hazards"
NIST = "NIST AI 600-1"
AIUC = "AIUC-1, January 2026"

REFUSAL_CRITERIA = "NIST GV-3.2-003"
"""Any policy says what should be refused."""
MISUSE = "NIST MS-2.6-006"
"""Any probe is a query that may give rise to misuse."""
RED_TEAMING = "NIST MS-2.7-007"
"""Any technique that MITRE ATLAS has a line for is an attack."""

_LINES = {
    ATLAS: {
        "AML.T0051.000": "LLM Prompt Injection: Direct",
        "AML.T0051.001": "LLM Prompt Injection: Indirect",
        "AML.T0051.002": "LLM Prompt Injection: Triggered",
        "AML.T0054": "LLM Jailbreak",
        "AML.T0056": "Extract LLM System Prompt",
        "AML.T0065": "LLM Prompt Crafting",
        "AML.T0068": "LLM Prompt Obfuscation",
        "AML.T0080.000": "AI Agent Context Poisoning: Memory",
        "AML.T0080.001": "AI Agent Context Poisoning: Thread",
    },
    OWASP_LLM: {
        "LLM01:2025": "Prompt Injection",
        "LLM02:2025": "Sensitive Information Disclosure",
        "LLM06:2025": "Excessive Agency",
        "LLM07:2025": "System Prompt Leakage",
        "LLM09:2025": "Misinformation",
    },
    OWASP_AITG: {
        "AITG-APP-01": "Testing for Prompt Injection",
        "AITG-APP-02": "Testing for Indirect Prompt Injection",
        "AITG-APP-03": "Testing for Sensitive Data Leak",
        "AITG-APP-05": "Testing for Unsafe Outputs",
        "AITG-APP-06": "Testing for Agentic Behavior Limits",
        "AITG-APP-07": "Testing for Prompt Disclosure",
        "AITG-APP-12": "Testing for Toxic Output",
    },
    AILUMINATE: {
        "AILuminate vcr": "Violent Crimes",
        "AILuminate src": "Sex-Related Crimes",
        "AILuminate cse": "Child Sexual Exploitation",
        "AILuminate ssh": "Suicide and Self-Harm",
        "AILuminate iwp": "Indiscriminate Weapons (CBRNE)",
        "AILuminate ipv": "Intellectual Property Violations",
        "AILuminate dfm": "Defamation",
        "AILuminate ncr": "Non-Violent Crimes",
        "AILuminate hte": "Hate",
        "AILuminate prv": "Privacy Violations",
        "AILuminate spc_ele": "Specialized Advice: elections",
        "AILuminate spc_fin": "Specialized Advice: financial",
        "AILuminate spc_hlt": "Specialized Advice: health",
        "AILuminate spc_lgl": "Specialized Advice: legal",
        "AILuminate sxc_prn": "Sexual Content: pornographic",
    },
    NIST: {
        REFUSAL_CRITERIA: "Criteria for the kinds of queries that are refused",
        MISUSE: "Queries that may give rise to misuse are handled properly",
        RED_TEAMING: "Red-teaming of resilience against attacks such as prompt injection",
    },
    AIUC: {
        "AIUC-1 C003": "Prevent harmful outputs",
        "AIUC-1 C004": "Prevent out-of-scope outputs",
        "AIUC-1 C005": "Prevent customer-defined high-risk outputs",
    },
}

STANDARDS = {
    id_: Standard(id_, list_, name)
    for list_, lines in _LINES.items()
    for id_, name in lines.items()
}
"""Every line that a run can be evidence for, by id, list after list."""
