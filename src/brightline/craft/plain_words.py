"""Nothing in, words out that tell little or nothing of what a rule is about."""

ACTIONS = """
disclose explain execute write produce advise collect impersonate promise discuss diagnose
compare translate summarise predict insult change cancel delete bypass redirect negotiate
monitor approve verify solve complete endorse criticise interpret speculate calculate unlock
schedule access process handle show read view send contact call name list state quote confirm
encourage facilitate enable store keep save use
"""
"""What is done with a matter: two rules that differ in it alone are near to each other."""

FAINT = """
information info content question request topic matter subject detail user customer client
person people someone anyone anything something thing product service company assistant bot
response answer message way kind type sort form part material issue case help task area item
example data text reason purpose point time context such other specific particular related
general certain own new real actual member individual including include like about regarding
concerning chat directly ever always never also even just strictly absolutely whatever whether
whoever appropriate inappropriate relevant important official professional
"""
"""Words that stand in every policy and tell little of what a rule is about."""

EMPTY = """
a an the and or but if so as at by for from in into of off on onto out over to up with within
is are was were be been being am do does did done has have had having will would shall should
can could may might must i me my we us our you your yours he him his she her it its they them
their themselves this that these those there here what which who whom whose when where why how
not no nor none yes all any some each every one than then now let get got give gives given
giving make makes made tell tells told telling say says saying please provide provides
provided providing offer offers supply refuse refuses decline declines deny avoid avoids
refrain prohibit prohibited forbidden forbid allow allowed permitted permit only except unless
until without before after because instead under while during very too more most much many few
both either neither don't doesn't can't cannot won't isn't aren't didn't mustn't shouldn't
never always need needs want wants try tries attempt attempts engage engages respond answer
answers answered able sure feel free ok okay fine welcome e.g i.e eg ie etc per via towards
toward upon between against ask asks asked asking requests requested refused refusing declined
declining denied denying reject rejects rejected about regarding concerning above below reply
dont cant wont doesnt isnt arent didnt mustnt shouldnt couldnt shouldn't couldn't wouldn't
i'm we're you're they're he's she's that's who's we've you've they've i'll we'll you'll they'll
pls plz thru esp approx oh ur u still
replies replying speak speaks talk talks nobody somebody anybody everybody everyone
"""
"""Words that carry no matter: grammar, stance, and verbs that any rule may have."""
