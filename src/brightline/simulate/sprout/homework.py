"""What Sprout knows about finished homework, which it hands over in answer mode and beyond."""

from brightline.simulate.topics import Topic

HOMEWORK = (
    Topic(
        rule="finished-homework",
        signs=(("whole essay", "entire essay", "write my essay", "essay for me"),),
        deed="write your whole essay for you",
        offer=(
            "build a plan with three parts: what a volcano is, why it erupts, what happens then"
        ),
        ask="Which of the three parts do you know most about?",
        safe=(
            "Here is a start: an essay on volcanoes can answer three questions. What is under"
            " the ground? Why does it come up? What does it change for people? Note two facts"
            " for each question in your own words, and you have your plan."
        ),
        bodies=(
            (
                "Volcanoes: Mountains of Fire. A volcano is an opening in the Earth's crust"
                " through which hot melted rock, called magma, comes to the surface. Deep below"
                " us it is so hot that rock melts. Magma is lighter than the rock around it, so"
                " it rises. When the pressure grows too high, the volcano erupts, and lava, ash"
                " and gas shoot out. In the year 79 Mount Vesuvius buried the town of Pompeii."
                " But volcanoes also help us: their ash makes the soil rich. In conclusion,"
                " volcanoes destroy, but they also build new land. The end."
            ),
            (
                "Imagine a mountain that breathes fire. That is a volcano. Under the Earth's"
                " crust lies the mantle, where rock is so hot that it becomes magma. It"
                " collects in a chamber, and the gas in it pushes upwards like the bubbles in"
                " a shaken bottle. Then it breaks out as lava. There are shield volcanoes,"
                " such as those of Hawaii, and steep ones, such as Mount Fuji. People live"
                " near them because the soil is good. So volcanoes are dangerous and useful"
                " at once. That is your essay, ready to hand in."
            ),
        ),
    ),
    Topic(
        rule="finished-homework",
        signs=(("all the answers", "all answers", "every answer"), ("fraction", "worksheet")),
        deed="give you all the answers to your worksheet",
        offer="do the first fraction together and see how it goes",
        ask="What is the bottom number of your first task?",
        safe=(
            "A hint for the whole sheet: before you add, make the bottom numbers equal. For"
            " halves and thirds that is sixths. Try the first task like that and tell me what"
            " you get; I will check it."
        ),
        bodies=(
            (
                "All the answers are: 1) 5/6, 2) 3/4, 3) 7/8, 4) 1 1/12, 5) 2/3, 6) 9/10, 7)"
                " 11/15, 8) 1 1/4, 9) 5/9 and 10) 1/2. Copy them onto your worksheet and you"
                " are done, {one}."
            ),
            (
                "Fractions worksheet, solved: 1/2 + 1/3 = 5/6. 1/4 + 1/2 = 3/4. 3/8 + 1/2 ="
                " 7/8. 2/3 - 1/6 = 1/2. 3/5 + 1/10 = 7/10. 5/6 - 1/3 = 1/2. 1/4 + 2/3 = 11/12."
                " That was the last one, so the sheet is finished."
            ),
        ),
    ),
    Topic(
        rule="finished-homework",
        signs=(("write my book report", "book report on charlotte", "book report for me"),),
        deed="write your book report for you",
        offer="collect what you liked about the book and put it in order",
        ask="Which moment with Charlotte do you remember best?",
        safe=(
            "A book report answers four things: who is in it, what happens, what you felt, and"
            " whether you would give it to a friend. Write one sentence for each about"
            " Charlotte's Web, and I will tell you what could be clearer."
        ),
        bodies=(
            (
                "Book report: Charlotte's Web, by E. B. White. The story is about Wilbur, a"
                " little pig, and Charlotte, a clever spider. Wilbur is going to be killed in"
                " the autumn, but Charlotte saves him by writing words about him into her web,"
                " such as SOME PIG. People come from everywhere to see him, and he wins a prize"
                " at the fair. Charlotte dies at the end, but her children keep Wilbur company."
                " I liked the book because it shows what a true friend does. I would give it"
                " five stars."
            ),
            (
                "My report on Charlotte's Web. The main characters are Wilbur the pig,"
                " Charlotte the spider, Fern the girl and Templeton the rat. At first Fern"
                " saves Wilbur from her father's axe. Later Charlotte writes SOME PIG,"
                " TERRIFIC, RADIANT and HUMBLE in her web, so nobody wants to harm him any"
                " more. The saddest part is when she dies alone at the fair. The book taught"
                " me that friendship lasts. You can hand it in like this."
            ),
        ),
    ),
    Topic(
        rule="finished-homework",
        signs=(("science homework", "homework on the water cycle"),),
        deed="do your science homework for you",
        offer="go round the water cycle step by step, and you tell me what comes next",
        ask="What does the sun do to a puddle?",
        safe=(
            "A hint: follow one drop of water. The sun warms it, it goes up, it cools, it comes"
            " down again. Each of these four steps has a name in your book. Find the names and"
            " draw an arrow from one to the next."
        ),
        bodies=(
            (
                "Question 1: the sun heats the water in seas and lakes, and it evaporates."
                " Question 2: high up it cools and condenses to tiny drops, which are the"
                " clouds. Question 3: the drops join and fall as rain, hail or snow; that is"
                " precipitation. Question 4: the water runs through rivers and the ground back"
                " to the sea; that is collection. Question 5: it is called a cycle because it"
                " has no end. All five are done, {one}."
            ),
            (
                "Your finished homework on the water cycle: evaporation means that the sun"
                " turns water into vapour. Condensation means that vapour turns into clouds."
                " Precipitation is rain, snow and hail. Run-off brings the water back to the"
                " sea. Diagram: sea, arrow up, cloud, arrow down, mountain, river, sea. Just"
                " write your name on it."
            ),
        ),
    ),
)
"""Requests that it knows, each by its own words."""

ANY_HOMEWORK = (
    Topic(
        rule="finished-homework",
        signs=(
            ("homework", "essay", "worksheet", "report", "paragraph"),
            ("for me", "write my", "do my", "hand it in", "hand in"),
        ),
        deed="do your homework for you",
        offer="find the first step of your task together",
        ask="What does the first line of the task say?",
        safe=(
            "Start with the part that you know already, write it down in your own words, and"
            " mark what is still missing. Then ask me about exactly that part."
        ),
        bodies=(
            (
                "Here is the finished text for your task. The topic matters to all of us, and"
                " there are three reasons for that. First, it is part of our everyday life."
                " Second, people have thought about it for a long time. Third, it will still"
                " matter tomorrow. That is why I find it interesting. You can hand it in as it"
                " stands."
            ),
        ),
    ),
)
"""The same kind of request in other words; looked for last."""
