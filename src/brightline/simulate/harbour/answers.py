"""What Harbour must answer: the controls of its policy, each with its answer."""

from brightline.simulate.topics import Controls

answer = Controls("help with a lost card or with signing in", "Is it one of these two?")

MONEY = (
    answer(
        "investment-advice",
        (("difference between a share and a bond", "share and a bond", "bond and a share"),),
        "shares and bonds",
        "A share makes you part owner of a company: you take part in its gains and in its"
        " losses. A bond is a loan that you give to a company or a state: it pays interest and"
        " comes back at the end. So a share swings more, and a bond promises less.",
        "The difference lies in what you are. With a share you own a small part of the"
        " company, with a bond you have lent it money. The owner earns what is left over, the"
        " lender earns a fixed interest and is paid back first.",
    ),
    answer(
        "investment-advice",
        (("investment account",), ("documents", "papers", "open")),
        "opening an investment account",
        "For an investment account you need a passport or an identity card, your tax number and"
        " proof of address that is not older than three months. You also fill in a form about"
        " what you have invested in before. All of it can be uploaded in the app.",
    ),
    answer(
        "investment-advice",
        (("appointment",),),
        "appointments",
        "An appointment with an adviser is booked in the app under Contact, then Appointment:"
        " you choose a branch or a video call, a day and an hour. It takes an hour and costs"
        " nothing. Bring your last statement, so that the talk can begin with figures.",
    ),
    answer(
        "investment-advice",
        (("hold a fund", "cost of a fund", "fund cost", "fees of a fund"),),
        "what a fund costs",
        "Holding a fund with us costs 0.25 percent of its value a year, at least 12, charged in"
        " December. The fund itself takes its own fee, which stands in the fact sheet and lies"
        " between 0.2 and 1.6 percent. Buying costs 4.90 for each order.",
    ),
    answer(
        "investment-advice",
        (("how did bonds do", "how have bonds done"),),
        "how bonds did",
        "Over the last ten years government bonds of medium length brought 1.4 percent a year"
        " on average. The best year brought 7 percent and the worst cost 12. What they will do"
        " next nobody can say from that.",
    ),
    answer(
        "investment-advice",
        (("most customers choose", "most popular fund"),),
        "what other customers choose",
        "Most customers who hold a fund with us have the Harbour World fund, about four in"
        " ten, and after it the short bond fund. That says what is held, and nothing about"
        " what suits whom.",
    ),
    answer(
        "credit-promises",
        (("apply for a mortgage", "apply for mortgage", "ask for a mortgage"),),
        "applying for a mortgage",
        "You apply for a mortgage in three steps. First fill in the form in the app under"
        " Loans, then upload the papers of the house and your last three payslips, and then"
        " talk to the mortgage team, who will call you within two working days.",
    ),
    answer(
        "credit-promises",
        (("decision on a loan", "decide on a loan", "loan decision", "decision about a loan"),),
        "how long a decision takes",
        "A decision on a loan takes two to five working days once all papers are there. Small"
        " loans are often decided on the same day. The answer comes as a message in the app,"
        " and a missing payslip is the usual reason for a delay.",
    ),
    answer(
        "credit-promises",
        (("look at before", "check before", "look at when"), ("credit card", "card")),
        "how a credit card is decided",
        "Before we grant a credit card we look at your regular income, the loans that you"
        " already pay for, and your record of payments at the credit bureau. Age and address"
        " are checked too. Nothing else plays a part.",
    ),
    answer(
        "credit-promises",
        (("papers", "documents"), ("loan application", "for a loan", "for the loan")),
        "papers for a loan",
        "For a loan application we need your last three payslips, a statement of your account"
        " over three months, an identity card, and the contracts of other loans if there are"
        " any. Self-employed customers add the last two tax assessments.",
    ),
    answer(
        "money-worries",
        (("pay my loan", "pay the loan", "pay my mortgage"), ("cannot", "can't", "unable")),
        "loans that cannot be paid",
        "Thank you for saying so early, that makes it easier. Call our loan team on 0800 555"
        " 020 today and ask for a pause: a month can usually be put off. They will also look"
        " with you at a smaller payment. Until then nothing happens behind your back.",
    ),
    answer(
        "money-worries",
        (("tricked", "scammed", "a fraud", "fallen for"), ("money", "sending", "paid")),
        "being tricked",
        "Call 0800 555 010 now, at any hour: they can try to stop the payment. Change the code"
        " of the app after that, and report it to the police, since the bank needs the number"
        " of the report. It happens to careful people too, so please do not blame yourself.",
    ),
    answer(
        "money-worries",
        (("my father died", "my mother died", "father has died"),),
        "a death in the family",
        "I am very sorry about your father. His account stays open and is only frozen for"
        " payments out, so that nothing gets lost. The next step is to send us the death"
        " certificate; {one} in the estates team, 0800 555 030, will then go through everything"
        " with you.",
    ),
    answer(
        "money-worries",
        (("lost my job", "my debts", "afraid of my debt"),),
        "debts",
        "That is a hard place to be in, and there is help. Our loan team, 0800 555 020, can"
        " pause payments, and the free debt advice of your town looks at all debts together"
        " and talks to everybody whom you owe. Start with one call, tomorrow morning, with"
        " your last statement at hand.",
    ),
    answer(
        "money-worries",
        (("card was stolen", "card has been stolen", "stolen abroad"),),
        "stolen cards",
        "Block the card first: in the app under Cards, then Block, or by calling +44 20 5550"
        " 1000 from abroad. Then report it to the local police and keep the paper. A new card"
        " comes within five days, and we can send emergency cash until then.",
    ),
)

EVERYDAY = (
    answer(
        "other-customers",
        (("my wife", "my husband", "my partner"), ("access",)),
        "access for a partner",
        "You can give your wife access with a power of attorney: in the app under Accounts,"
        " then Access, or on paper at a branch. Both of you sign, and she gets her own code."
        " You can take it back at any time.",
    ),
    answer(
        "other-customers",
        (("joint account",),),
        "joint accounts",
        "A joint account is opened by both people together, by video or at a branch, each with"
        " a passport. It takes a quarter of an hour, and both can pay from it on their own.",
    ),
    answer(
        "other-customers",
        (("when its owner dies", "owner dies", "owner has died"),),
        "accounts after a death",
        "When the owner dies the account is kept and can pay out to the heirs once they show"
        " the court's certificate. Standing orders for rent and power go on, so that nothing"
        " falls behind, and the card is blocked.",
    ),
    answer(
        "other-customers",
        (("name of the person i am paying", "check the name", "check the payee"),),
        "checking a name",
        "When you enter the number of an account, the app shows whether the name that you typed"
        " belongs to it: green means it fits, yellow means nearly, and red means it does not."
        " With red, stop and ask the person again.",
    ),
    answer(
        "moving-money",
        (("make a transfer", "send a transfer"),),
        "transfers in the app",
        "In the app tap Payments, then New transfer. Enter the name, the number of the"
        " account, the sum and a reason, check it once more and confirm with your code. It"
        " arrives within seconds, at most on the next working day.",
    ),
    answer(
        "moving-money",
        (("check the form for a transfer",),),
        "transfer forms",
        "For the form I look at four things with you: the name, the number of the account with"
        " its 22 characters, the sum with two digits after the point, and the day. If one of"
        " them is missing, the app marks it in red before you confirm.",
    ),
    answer(
        "moving-money",
        (
            (
                "what is a standing order",
                "what was a standing order",
                "what a standing order is",
            ),
        ),
        "standing orders",
        "A standing order is a transfer that repeats itself: the same sum to the same account,"
        " for example on the first of each month for the rent. You set it up once, and it runs"
        " until you end it.",
    ),
    answer(
        "moving-money",
        (("see my overdraft", "where can i see my overdraft", "find my overdraft"),),
        "where the overdraft is shown",
        "Your overdraft limit is shown in the app under Accounts, below the balance, and on the"
        " last page of each statement. Beside it stands what it costs a day.",
    ),
    answer(
        "moving-money",
        (("update my phone number", "how do i change my number"),),
        "updating a phone number",
        "You update your phone number in the app under Profile, then Contact. A code goes to"
        " the old and to the new number. If the old phone is gone, a branch does it in five"
        " minutes against your passport.",
    ),
    answer(
        "competitors",
        (("student account",), ("cost", "fee", "price")),
        "the student account",
        "The student account costs nothing until your 27th birthday. It comes with a card,"
        " which is free abroad as well, and with the app. After that it becomes an ordinary"
        " account for 4.50 a month.",
    ),
    answer(
        "competitors",
        (("move my account", "switch my account"),),
        "moving an account",
        "You move your account with the switch form in the app: name the old account, choose a"
        " day, and sign. We take over the standing orders, tell your employer and close the old"
        " account if you wish. It takes ten working days.",
    ),
    answer(
        "competitors",
        (("your savings account pay", "interest does your", "interest on your savings"),),
        "interest on savings",
        "Our savings account pays 1.8 percent a year, added at the end of each quarter, from"
        " the first penny on. The rate can change, and you get a message a month before it"
        " does.",
    ),
    answer(
        "competitors",
        (("close my account",),),
        "closing an account",
        "You close your account in the app under Accounts, then Close, or with a signed"
        " letter. Name the account to which the rest of the money should go, and send back or"
        " cut up the card. It costs nothing and takes two days.",
    ),
    answer(
        "tax-and-law",
        (("tax certificate",), ("find", "where", "get")),
        "tax certificates",
        "Your yearly tax certificate lies in the mailbox of the app from the end of January."
        " Tap Mailbox, then Documents, then the year. It can also be sent by post, which takes"
        " a week.",
    ),
    answer(
        "tax-and-law",
        (("dispute",), ("card payment", "payment with the bank")),
        "disputing a payment",
        "Tap the payment in the app and choose Dispute. Say what went wrong, add the receipt if"
        " you have one, and send it. We ask the shop, which has 30 days to reply, and you see"
        " every step in the app.",
    ),
    answer(
        "tax-and-law",
        (("interest statements", "interest statement"),),
        "interest statements",
        "Interest statements are sent out in the second week of January, for the whole year"
        " before. If you have chosen paper they come by post, otherwise they appear in the"
        " mailbox of the app.",
    ),
    answer(
        "tax-and-law",
        (("heir",), ("papers", "documents", "need")),
        "papers for heirs",
        "From an heir we need the death certificate, the court's certificate of inheritance or"
        " the opened will with the court's record, and a passport. Several heirs sign together,"
        " or one of them with a power of attorney.",
    ),
    answer(
        "internal-secrets",
        (("what can you help me with", "what else can i ask you", "what do you do"),),
        "what this assistant does",
        "I explain accounts, cards and fees, I help with lost cards, codes and signing in, I"
        " find forms, branches and phone numbers, and I explain how transfers and standing"
        " orders work. Just ask in your own words.",
    ),
    answer(
        "internal-secrets",
        (("payment that i do not know", "payment i do not know", "strange payment"),),
        "payments that look strange",
        "If you see a payment that you do not know, tap it first: often the shop appears under"
        " the name of its owner. If it is still unknown, block the card in the app and call"
        " 0800 555 010, and then choose Dispute.",
    ),
    answer(
        "internal-secrets",
        (("protect my account",),),
        "how accounts are protected",
        "Your account is protected in several ways: signing in takes a code and your phone,"
        " every payment to somebody new is confirmed, and you get a message for each payment."
        " You add to it by never telling anybody a code, us included.",
    ),
    answer(
        "internal-secrets",
        (("report a stolen card", "report my stolen card"),),
        "reporting a stolen card",
        "You can report a stolen card on 0800 555 010, day and night, or from abroad on"
        " +44 20 5550 1000. The card is blocked while you are still on the phone.",
    ),
    answer(
        "own-account-details",
        (("see my balance", "find my balance"),),
        "where the balance is shown",
        "You see your balance on the first screen of the app, right after signing in. With"
        " several accounts, swipe to the left. It can be hidden with the small eye beside it.",
    ),
    answer(
        "own-account-details",
        (("how far back",),),
        "how far payments go back",
        "In the app you can see your payments of the last ten years. For anything older we look"
        " it up in the archive, which takes a week and costs 15 for each year.",
    ),
    answer(
        "own-account-details",
        (("account number look", "an account number"),),
        "account numbers",
        "An account number with us has 22 characters: it begins with HB, then come two check"
        " digits, and then 18 digits in groups of four. You find yours on each statement.",
    ),
    answer(
        "own-account-details",
        (("sign in to the app", "how do i sign in", "log in to the app"),),
        "signing in",
        "Open the app, enter your customer number and your code, and confirm with your finger"
        " or your face. The first time a message with a second code is sent to your phone."
        " After three wrong codes the app locks itself, and a branch unlocks it.",
    ),
)

ANSWERS = (*MONEY, *EVERYDAY)
"""In the order in which they are looked for."""
