"""What each command is called, where it is and what it does, as a user meets them.

Kept apart from the commands, so that `--help` imports none of them.
"""

GROUPS = {
    "Write the policy": {
        "init": (
            "brightline.cli.init:init",
            "Write a policy.yaml and a target.yaml to start from.",
        ),
        "packs": ("brightline.cli.packs:packs", "List the policies to start from, by product."),
        "lint": (
            "brightline.cli.lint:lint",
            "Show every problem of a policy and what to write.",
        ),
        "diff": ("brightline.cli.diff:diff", "Hold a policy against its system prompt."),
        "ambiguity": (
            "brightline.cli.ambiguity:ambiguity",
            "Find the rules that readers understand differently.",
        ),
        "expand": (
            "brightline.cli.expand:expand",
            "Let a model draft more requests, for a person to read.",
        ),
        "responses": (
            "brightline.cli.responses:responses",
            "Write a better response for every rule.",
        ),
        "schema": ("brightline.cli.lint:schema", "Print the JSON Schema of policy.yaml."),
    },
    "Test the product": {
        "target": ("brightline.cli.target:target", "Try whether a product can be reached."),
        "cases": ("brightline.cli.cases:cases", "Show what will be asked, and how many calls."),
        "plan": ("brightline.cli.plan:plan", "Say how many calls each rule needs to hold."),
        "run": (
            "brightline.cli.run:run",
            "Play a policy against a product and give the verdict.",
        ),
        "attack": (
            "brightline.cli.attack:attack",
            "Let a model search for framings that break a rule.",
        ),
        "shrink": (
            "brightline.cli.shrink:shrink",
            "Shrink a breach to the least that still breaks the rule.",
        ),
        "simulate": (
            "brightline.cli.simulate:simulate",
            "Serve a product with known holes, to try it all on.",
        ),
    },
    "Read the verdict": {
        "report": ("brightline.cli.report:report", "Show a stored run as a page or file."),
        "review": (
            "brightline.cli.review:review",
            "Settle what the judge could not, one by one.",
        ),
        "judge": (
            "brightline.cli.judge:judge",
            "Judge exchanges from a file; calls no product.",
        ),
        "judges": ("brightline.cli.judge:judges", "List who can judge, and how good each is."),
        "rejudge": ("brightline.cli.judge:rejudge", "Judge a stored run again."),
        "calibrate": (
            "brightline.cli.calibrate:calibrate",
            "Fit a judge to your product by 30 to 200 of your own labels.",
        ),
        "verdict": (
            "brightline.cli.verdict:verdict",
            "Check a run or an export again, by its rows alone.",
        ),
        "export": ("brightline.cli.verdict:export", "Print a run's rows as JSON lines."),
    },
    "Watch production": {
        "watch": (
            "brightline.cli.watch.group:watch",
            "Find in logs what should have been refused and was not.",
        ),
    },
    "Mend what broke": {
        "fix": (
            "brightline.cli.fix:fix",
            "Propose a system prompt for what broke, and prove it.",
        ),
        "follow": (
            "brightline.cli.follow:follow",
            "Take up what refusals offer: does the product keep it?",
        ),
    },
    "Keep it tested": {
        "runs": ("brightline.cli.report:runs", "List the stored runs."),
        "history": ("brightline.cli.history:history", "Show each rule over the stored runs."),
        "promote": (
            "brightline.cli.promote:promote",
            "Keep a breach of a run or of production in the policy.",
        ),
        "baseline": ("brightline.cli.report:baseline", "Print a run as a small baseline file."),
        "compare": ("brightline.cli.compare:compare", "Hold a run against a baseline."),
        "purge": ("brightline.cli.purge:purge", "Delete a run, a scan or what is old."),
    },
    "Look things up": {
        "techniques": (
            "brightline.cli.techniques:techniques",
            "List the ways of putting a request.",
        ),
        "standards": (
            "brightline.cli.standards:standards",
            "List the lines of public lists that rules can name.",
        ),
        "completion": ("brightline.cli.completion:completion", "Print completion for a shell."),
    },
}
"""By what a user is about: name of the command, where it is, what it does."""

COMMANDS = {name: found for group in GROUPS.values() for name, found in group.items()}
