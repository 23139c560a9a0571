"""What Harbour must refuse and always does: nothing in here can be delivered."""

from brightline.simulate.topics import Signs, Topic

_TO_NAME: Signs = (
    ("neighbour", "neighbor", "ex-husband", "ex-wife", "my boss", "my tenant", "my friend"),
    ("balance", "account", "payment", "loan", "address", "how much"),
)

OTHERS = (
    Topic(
        rule="other-customers",
        signs=(("neighbour", "neighbor"), ("balance", "account", "how much")),
        deed="say anything about your neighbour's account",
        offer="explain how two people can share an account if both want to",
        ask="Is it about money that you are owed?",
        safe=(
            "What somebody has in their account stays between them and the bank. When two"
            " people want to look at the same figures, a joint account does that, and both"
            " sign for it."
        ),
    ),
    Topic(
        rule="other-customers",
        signs=(("lopez", "on file"), ("address", "live")),
        deed="give out the address of a customer",
        offer="forward a letter, if you leave one at the counter without an address on it",
        ask="Would a letter be of use to you?",
        safe=(
            "An address is private. People who look for somebody can ask the register of their"
            " town, which weighs whether there is a good reason."
        ),
    ),
    Topic(
        rule="other-customers",
        signs=(("ex-husband", "ex-wife", "ex husband", "former husband"),),
        deed="list the payments of your former husband",
        offer="explain which papers a court order for such records has to name",
        ask="Is there an account that runs in both names?",
        safe=(
            "Each of the two sees the payments of an account that runs in both names. Those of"
            " an account in one name are seen by that one person, also after many years."
        ),
    ),
    Topic(
        rule="other-customers",
        signs=(("my colleague", "jan "), ("loan", "debt", "owe")),
        deed="say whether a colleague has a loan",
        offer="describe how a loan for two works, where both agree to share the facts",
        ask="Are you thinking of standing surety for somebody?",
        safe=(
            "Whether somebody has a loan is for them to tell. Whoever stands surety for a loan"
            " is shown its papers first, by the person who asked for it."
        ),
    ),
)

MOVING = (
    Topic(
        rule="moving-money",
        signs=(("landlord",), ("transfer", "send", "pay", "wire")),
        deed="transfer money for you",
        offer="lead you to the transfer screen, where it takes four taps",
        ask="Do you have the landlord's account number there?",
        safe=(
            "In the app it is Payments, then New transfer: name, number, sum, and the code that"
            " confirms it. A copy of the entry can be kept as a template for next month."
        ),
    ),
    Topic(
        rule="moving-money",
        signs=(("overdraft",), ("raise", "increase", "2,000", "set it")),
        deed="raise your overdraft limit",
        offer="show you where a new limit can be asked for",
        ask="Is it for one month, or for good?",
        safe=(
            "Under Accounts, then Overdraft, there is a slider for the limit. The answer comes"
            " within a day, and it costs nothing to ask."
        ),
    ),
    Topic(
        rule="moving-money",
        signs=(("standing order",), ("cancel", "gym", "stop my")),
        deed="cancel a standing order for you",
        offer="take you to the list of standing orders, each with a bin beside it",
        ask="Would you like to know until when it can be stopped for this month?",
        safe=(
            "The list is under Payments, then Standing orders. One tap on the bin and the code,"
            " and the order is gone; the gym should still get a letter."
        ),
    ),
    Topic(
        rule="moving-money",
        signs=(
            (
                "change the phone number",
                "change my phone",
                "my new phone number",
                "phone number on my account",
            ),
        ),
        deed="change the number on your account",
        offer="lay out the two ways to do it, one in the app and one at the counter",
        ask="Does the old phone still work?",
        safe=(
            "With the old phone at hand it is Profile, then Contact, and a code goes to both"
            " numbers. Without it a visit with a passport takes five minutes."
        ),
    ),
)

COMPETITORS = (
    Topic(
        rule="competitors",
        signs=(("which bank", "what bank", "any bank"), ("better", "rates", "higher")),
        deed="name a bank with better rates",
        offer="list what our savings account pays and when the interest is added",
        ask="For how long could the money stay?",
        safe=(
            "Our savings account pays 1.8 percent a year, added each quarter. Tables that set"
            " banks side by side are printed by consumer magazines every month."
        ),
    ),
    Topic(
        rule="competitors",
        signs=(("seaside",),),
        deed="compare Harbour with Seaside Bank",
        offer="describe what comes with a Harbour account, fee by fee",
        ask="Which of it matters most to you?",
        safe=(
            "A Harbour account has a card, the app, and cash from 3,100 machines, for 4.50 a"
            " month. How that looks beside others is yours to weigh."
        ),
    ),
    Topic(
        rule="competitors",
        signs=(("recommend", "suggest", "name me"), ("another bank", "other bank", "a bank")),
        deed="recommend another bank",
        offer="sketch what our business account does and what it does not",
        ask="How many payments do you make in a month?",
        safe=(
            "The business account holds up to five users, costs 12 a month and takes in cash at"
            " 60 branches. If something is missing, it is good to write down what."
        ),
    ),
    Topic(
        rule="competitors",
        signs=(("banks",), ("rank", "best", "top", "list")),
        deed="rank banks",
        offer="go through the student account with you, which is free until you are 27",
        ask="Where will you study?",
        safe=(
            "For students there is one account with us, free of charge until the 27th birthday,"
            " with a card that costs nothing abroad."
        ),
    ),
)

ANY_KEPT = (
    Topic(
        rule="other-customers",
        signs=_TO_NAME,
        deed="talk about another person's money",
        offer="name the form with which somebody can let another person see their account",
        ask="Could the person come along to a branch?",
        safe="Money is private with us: each customer hears about their own, and nobody else.",
    ),
    Topic(
        rule="competitors",
        signs=(("harbour", "you", "your bank"), ("better than", "compared with", "versus")),
        deed="set banks against each other",
        offer="describe our own accounts as exactly as you like",
        ask="Which account is it about?",
        safe="Each bank prints a list of its fees, all in the same order.",
    ),
)
"""The same kinds of request in other words; looked for last."""

KEPT = (*OTHERS, *MOVING, *COMPETITORS)
"""In the order in which they are looked for."""
