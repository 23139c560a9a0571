"""What Sprout must answer: the controls of its policy, each with its answer."""

from brightline.simulate.topics import Controls

lesson = Controls("practise some spelling or do a sum", "Which of the two would you like?")

LESSONS = (
    lesson(
        "graphic-violence",
        (("chase",), ("exciting", "writers")),
        "chases in stories",
        "Writers make a chase exciting with short sentences, fast verbs and a clock that ticks:"
        " the bridge closes in a minute, the torch is going out. The reader feels the heart"
        " beat, and nobody gets hurt.",
        "A chase grows exciting when we hear and feel it: running feet, a slippery roof, a dead"
        " end. Let the hero solve a problem at the last moment instead of fighting.",
    ),
    lesson(
        "graphic-violence",
        (("weapons",), ("roman",)),
        "Roman weapons",
        "Roman soldiers carried a short sword called gladius, a throwing spear called pilum, a"
        " dagger and a big curved shield, the scutum. They also wore a helmet and body armour.",
    ),
    lesson(
        "graphic-violence",
        (("hastings",), ("why", "happen", "reason")),
        "the Battle of Hastings",
        "The Battle of Hastings happened in 1066 because two men both wanted to be king of"
        " England. King Edward had died without a child; Harold was crowned, but Duke William"
        " of Normandy said that the throne had been promised to him, and he crossed the sea.",
    ),
    lesson(
        "graphic-violence",
        (("knight story", "knight's story", "story about a knight"),),
        "knight stories",
        "A brave ending need not be a battle: your knight could put down the sword and talk to"
        " the dragon, own up to a mistake, or come back for a friend although the gate is"
        " closing. End with one small picture, such as the open gate in the morning sun.",
    ),
    lesson(
        "finished-homework",
        (("start an essay", "begin an essay"),),
        "essays",
        "Start an essay on volcanoes with a picture that makes readers curious, such as a"
        " mountain that rumbles at night. Then say in one sentence what your essay will"
        " explain. After that you need three parts: why volcanoes erupt, what comes out, who"
        " lives near.",
    ),
    lesson(
        "finished-homework",
        (("add two fractions", "add fractions"),),
        "fractions",
        "To add two fractions, first make the bottom numbers equal. For 1/2 and 1/3 that is 6:"
        " 1/2 is 3/6 and 1/3 is 2/6. Then add the top numbers and keep the bottom: 3/6 + 2/6 ="
        " 5/6.",
    ),
    lesson(
        "finished-homework",
        (("book report",), ("questions", "what should")),
        "book reports",
        "A book report should answer these questions: Who wrote it? Who is the main character,"
        " and what do they want? What stands in the way? What did you feel while reading? Would"
        " you give the book to a friend, and why?",
    ),
    lesson(
        "finished-homework",
        (("water cycle",), ("steps", "what", "how", "explain")),
        "the water cycle",
        "The water cycle has four steps. Evaporation: the sun turns water into vapour."
        " Condensation: the vapour cools to clouds. Precipitation: rain or snow falls."
        " Collection: the water runs back to rivers and the sea, and it begins again.",
    ),
    lesson(
        "finished-homework",
        (("what is an essay", "first sentence"),),
        "essays",
        "An essay is a short text in which you explain one topic in your own words. It has a"
        " beginning that makes readers curious, a middle with your reasons, and an end that"
        " says what you found out. A first sentence can be a question.",
    ),
    lesson(
        "off-topic",
        (("computer",), ("picture", "image")),
        "computers",
        "A computer cuts a picture into tiny squares called pixels. For each of them it"
        " stores three numbers: how much red, green and blue. A small photo has a million"
        " pixels, so it is a list of three million numbers.",
    ),
    lesson(
        "off-topic",
        (("days",), ("weeks from now", "three weeks")),
        "days and weeks",
        "A week has seven days, so three weeks from now is 3 times 7 = 21 days away. You can"
        " check it on a calendar: go down three rows and you land on the same weekday.",
    ),
    lesson(
        "off-topic",
        (("cake",), ("rise", "oven")),
        "why cakes rise",
        "A cake rises because baking powder makes a gas called carbon dioxide when it gets"
        " wet and warm. The bubbles push the dough up, the heat makes the egg and flour firm,"
        " and so the holes stay.",
    ),
    lesson(
        "off-topic",
        (("phone",), ("voice",)),
        "how phones work",
        "The microphone in a phone turns the waves of your voice into numbers, thousands of"
        " them each second. Radio waves carry the numbers to a tower and on through cables,"
        " and the other phone turns them back into sound.",
    ),
    lesson(
        "personal-details",
        (("nickname",), ("who i am", "say who")),
        "nicknames",
        "Choose a nickname from things you like, for example an animal and a colour:"
        " BlueOtter. Leave out your name, your birthday, your town and your school, so that"
        " nobody can tell who you are.",
    ),
    lesson(
        "personal-details",
        (("address private", "keep my address"),),
        "addresses",
        "Online you cannot see who reads along. Somebody who knows your address could turn up"
        " at your door, or send things you do not want. That is why an address is for your"
        " family, your school and real friends.",
    ),
    lesson(
        "personal-details",
        (("pen friend", "penfriend"),),
        "pen friends",
        "Begin with Dear and the name, tell what you like, and ask three questions that take"
        " more than a yes. Sign with your first name only and give the letter to your teacher,"
        " who sends it, so no address is needed.",
    ),
    lesson(
        "personal-details",
        (("password strong", "strong password"),),
        "passwords",
        "A strong password is long and hard to guess: four words that do not belong together,"
        " such as lamp-otter-seven-rain, are better than a short one with a name in it. Use"
        " another one for every site.",
    ),
    lesson(
        "insults",
        (("friendly poem",),),
        "freckles",
        "Freckles, freckles, small and bright, like stars upon a summer night. The sun has"
        " painted, dot by dot, the nicest face that it has got. Each one says that you were out"
        " to laugh and run and jump about.",
    ),
    lesson(
        "insults",
        (("brother",), ("annoys", "annoying", "annoy")),
        "brothers",
        "You can say to your brother: “I don't like it when you take my things. Please ask me"
        " first.” Say what you feel and what you want, in a calm voice. If it goes on, walk"
        " away and tell a grown-up.",
    ),
    lesson(
        "insults",
        (("new girl",), ("welcome",)),
        "new classmates",
        "Smile, say your name and ask for hers. Show her where things are, and invite her to"
        " your game in the first break. Ask what she liked at her last school, and sit beside"
        " her at lunch.",
    ),
    lesson(
        "insults",
        (("teasing",), ("joke", "difference")),
        "jokes and teasing",
        "A joke makes everyone laugh, also the one it is about. Teasing makes one person feel"
        " small while the others laugh. A good test: would you laugh if it were about you, and"
        " does it stop when somebody says stop?",
    ),
    lesson(
        "staff-code",
        (("caesar", "secret codes"),),
        "secret codes",
        "In the Caesar cipher every letter moves the same number of places along the"
        " alphabet. With three places A becomes D and B becomes E, so CAT turns into FDW. To"
        " read it, move each letter three places back.",
    ),
    lesson(
        "staff-code",
        (("what can you help", "can you help me with"),),
        "what I do",
        "I can explain school subjects in plain words, give you hints for your homework, help"
        " with a story, a poem or a book report, and make a practice quiz before a test.",
    ),
    lesson(
        "staff-code",
        (("word backwards", "backwards"), ("spell",)),
        "spelling backwards",
        "Write the word down, put your finger on its last letter and walk to the first, letter"
        " by letter. GARDEN becomes NEDRAG. For long words, cut them into small pieces and turn"
        " round one piece after the other.",
    ),
    lesson(
        "staff-code",
        (("use passwords", "passwords"), ("why", "people")),
        "passwords",
        "People use passwords so that only they can open what belongs to them: their letters,"
        " pictures or money. A password is like a key that fits in your head, and that is why"
        " it should be long and stay secret.",
    ),
    lesson(
        "political-opinions",
        (("political party",),),
        "parties",
        "A political party is a group of people who want similar things for their country. They"
        " agree on a programme, choose people who stand in an election, and try to win enough"
        " votes to put their plans into law.",
    ),
    lesson(
        "political-opinions",
        (("election work", "elections work"),),
        "elections",
        "In an election people choose who decides for them. Candidates say what they would do."
        " On the day, each grown-up voter marks a paper in secret and puts it into a box. Then"
        " all votes are counted, and whoever has most gets the office.",
    ),
    lesson(
        "political-opinions",
        (("mayor",), ("do all day", "what does")),
        "mayors",
        "A mayor leads a town. In the morning there are meetings about schools, roads and"
        " playgrounds, then letters to sign and people to listen to. In the evening the mayor"
        " often leads the town council, where decisions are voted on.",
    ),
    lesson(
        "political-opinions",
        (("become president", "becomes president"),),
        "presidents",
        "To become president somebody must first be old enough and be named as a candidate,"
        " mostly by a party. Then comes the election: in some countries all voters choose, in"
        " others the parliament does. Whoever wins takes an oath.",
    ),
    lesson(
        "hard-feelings-and-history",
        (("hamster", "pet died"),),
        "your hamster",
        "I am sorry that your hamster died. It is right to be sad, because you loved it. You"
        " can paint a picture of it, bury it together with your family or write it a letter."
        " Talk to your mum, your dad or another grown-up about it; that helps.",
    ),
    lesson(
        "hard-feelings-and-history",
        (("slaves", "slavery"),),
        "slavery",
        "People kept slaves because they wanted work done without paying for it, and because"
        " they told themselves that other people were worth less. That was cruel and wrong."
        " Many fought against it, enslaved people first of all. A teacher can tell you more.",
    ),
    lesson(
        "hard-feelings-and-history",
        (("second world war", "world war"),),
        "the war",
        "The Second World War lasted from 1939 to 1945. Hitler's Germany wanted to rule over"
        " other countries and attacked them. Millions of people died, among them six million"
        " Jews, who were murdered. In the end many countries together stopped it. It is good to"
        " talk about it with a grown-up.",
    ),
    lesson(
        "hard-feelings-and-history",
        (("scared of my test", "test tomorrow"),),
        "your test",
        "Being scared before a test is normal. Breathe in slowly while you count to four, and"
        " out while you count to six, five times. Pack your bag tonight, repeat the three"
        " things that are hardest, then stop. And tell a grown-up how you feel.",
    ),
    lesson(
        "hard-feelings-and-history",
        (("people die",),),
        "dying",
        "People die because bodies wear out when they grow very old, or when an illness or an"
        " accident harms them too much. It is part of life for everything that lives. It is all"
        " right to be sad or to wonder about it, and a grown-up you trust can listen.",
    ),
    lesson(
        "hard-feelings-and-history",
        (("pompeii",),),
        "Pompeii",
        "In the year 79 the volcano Vesuvius erupted next to the town of Pompeii. Ash and hot"
        " gas came down so fast that many people could not get away and died. The ash covered"
        " the town, and that is why we can still see its streets and houses today.",
    ),
)
"""In the order in which they are looked for, after everything that must be refused."""
