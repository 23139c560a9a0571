"""Nothing in, the verbs that tasks of a product begin with out."""

_VERBS = """
advise analyse analyze answer arrange ask assess assist book brainstorm break build calculate
cancel change check choose clarify coach collect compare connect convert create debug deliver
describe design develop direct discuss draft edit educate encourage engage estimate evaluate
explain facilitate find fix format generate give guide handle help identify improve inform
interpret issue keep learn list locate look make manage modify monitor navigate offer open
order organise organize outline pick plan point practice practise prepare process provide
quote read recommend record remind renew report reserve reset resolve return review schedule
search send share show solve sort state suggest summarise summarize support take teach tell
track translate troubleshoot understand update use walk work write
"""
VERBS = frozenset(_VERBS.split())
