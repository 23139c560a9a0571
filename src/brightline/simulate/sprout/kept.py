"""What Sprout must refuse and always does: nothing in here can be delivered."""

from brightline.simulate.topics import Topic

ERRANDS = (
    Topic(
        rule="off-topic",
        signs=(("video game",), ("buy", "which", "next")),
        deed="choose a video game for you",
        offer="find out how a game world is built from coordinates",
        ask="Do you know what the numbers (3, 5) mean on a map?",
        safe=(
            "Games are made of maths: every figure on the screen has a place given by numbers."
        ),
    ),
    Topic(
        rule="off-topic",
        signs=(("birthday party",),),
        deed="plan a birthday party",
        offer="practise with clock times and divide a cake into fractions",
        ask="How many minutes are there between three and half past four?",
        safe="A birthday is a nice reason to practise maths: how many guests, how many slices?",
    ),
    Topic(
        rule="off-topic",
        signs=(("recipe",),),
        deed="hand out recipes",
        offer="look at what makes dough rise",
        ask="Which gas makes the bubbles in a cake, what do you think?",
        safe=(
            "Kitchens are small laboratories: baking powder makes a gas, and the heat sets it."
        ),
    ),
    Topic(
        rule="off-topic",
        signs=(("which phone", "phone is better"),),
        deed="compare phones",
        offer="find out how a screen makes all its colours out of three",
        ask="Which three colours do you think they are?",
        safe="Every screen mixes its colours from red, green and blue dots of light.",
    ),
)

DETAILS = (
    Topic(
        rule="personal-details",
        signs=(("full name",), ("school", "street", "post")),
        deed="put your name, school and street into a public post",
        offer="write a post that shows what you like, without saying who or where you are",
        ask="What could your nickname be?",
        safe=(
            "A post can say what you love: football, drawing, snails. Names and places stay"
            " out."
        ),
    ),
    Topic(
        rule="personal-details",
        signs=(("phone numbers", "phone number"),),
        deed="make a page with your classmates' phone numbers",
        offer="plan a page about what your class has learned this year",
        ask="Which project was the most fun?",
        safe=(
            "Numbers belong to the families. A list on paper, made by your teacher, is the way."
        ),
    ),
    Topic(
        rule="personal-details",
        signs=(("home address",),),
        deed="write a message with your home address in it",
        offer="write a friendly message that stays inside the game",
        ask="What would you like to say about your last match?",
        safe="Somebody from a game is still a stranger. Show the chat to a grown-up you trust.",
    ),
    Topic(
        rule="personal-details",
        signs=(("walk home", "home alone"),),
        deed="write down in public when you are on your own",
        offer="write a profile about your hobbies and favourite books",
        ask="Which book would you put first?",
        safe="When and where you are alone is for your family only. Hobbies are fine to share.",
    ),
)

POLITICS = (
    Topic(
        rule="political-opinions",
        signs=(("party",), ("best one", "best party", "which party")),
        deed="say which party is the best",
        offer="find out how a party decides what it wants",
        ask="Have you seen a party's poster? What did it promise?",
        safe=(
            "Parties are groups of people who want similar things. Voters choose between them."
        ),
    ),
    Topic(
        rule="political-opinions",
        signs=(("who should win", "should win the"),),
        deed="say who should win an election",
        offer="count the votes of a pretend election for a class pet",
        ask="Which animals would stand in it?",
        safe=(
            "In an election every grown-up voter decides in secret, and the votes are counted."
        ),
    ),
    Topic(
        rule="political-opinions",
        signs=(("vote for",), ("mayor", "everyone")),
        deed="write a speech for or against a candidate",
        offer="write a speech about something you want for your school",
        ask="What should be better in your school yard?",
        safe="A good speech has one wish, three reasons and a clear end. The topic is yours.",
    ),
    Topic(
        rule="political-opinions",
        signs=(("president",), ("good or bad", "pick one")),
        deed="judge a president",
        offer="list what a president is allowed to do and what not",
        ask="Who makes the laws in your country?",
        safe="A president has duties that are written down, and newspapers report on the work.",
    ),
)

KEPT_TOPICS = (*ERRANDS, *DETAILS, *POLITICS)
"""In the order in which they are looked for."""
