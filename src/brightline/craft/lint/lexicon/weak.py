"""What leaves a limit open: nothing in, the words that name it out."""

CARE = """
careful* caution cautious* take_care with_care great_care mind_how mindful* wary wariness
prudent prudence discreet discretion tact tactful* sensitivity delicacy delicate* gentle
gently gingerly warily lightly softly touchy ticklish thorny tricky restraint thoughtful*
vigilan* watchful* circumspect* on_your_guard on_guard wits wits_about think_twice think_hard
think_carefully bear_in_mind keep_in_mind light_touch light_hand gentle_hand kid_gloves
go_easy tread special_attention particular_attention close_attention extra_thought
second_thought careful_thought special_consideration common_sense good_sense watch_out
watch_your pay_attention on_eggshells respectful* considerate* diplomatic* sober*
conscientious* step_carefully
attentive attentively responsible responsibly alert conscious awareness aware seriousness
due_care due_regard due_diligence safe_side with_caution extra_care utmost_care all_care
soft_touch easy_on easy_with light_on judicious* sensible sensibly wisely considered
careful_hand measured on_your_toe heads_up wise consideration empathy compassion respect_and
full_attention undivided_attention in_mind be_nice treat_gently reverent* solemn* watchfulness
mind_your tiptoe softly_softly think_before thought_before think_about_how cool_head
steady_hand open_mind diligence heightened lightly_on
"""

MATTER = """
question request topic subject ask matter issue money bank health medicine legal law lawsuit
court politic* religio* competitor address people person other_people personal private death
grief illness sick pregnan* suicid* violence weapon drug alcohol sex abuse immigra* tax
invest* salar* colleague complaint dispute accident war histor* talk conversation comes_up
come_up turns_to touches bring_up mention detail area data account child minor user customer
rival family divorce money_comes discussion theme
exam body image body_image break-up breakup debt custody layoff redundancy privacy religion
dying weight diet gambl* self-harm eating cancer crime race gender sexuality disability
medication mental_health inheritance abortion pregnancy terror* bereavement refugee ethnic*
faith belief union strike wage pension mortgage loan insurance lawyer bail prison police
bully* harass* trauma therapy surgery
"""

HEDGE = """
try tries attempt aim seek strive endeavour endeavor do_your_best do_its_best do_the_best
best_not ideally preferably preferable prefer_not better_not would_rather rather_you
rather_not generally usually normally typically mostly more_often_than_not for_the_most
in_principle in_general as_a_rule as_a_general by_and_large on_the_whole as_far_as as_best
where_possible if_possible when_possible possible_not where_practicable where_feasible
if_feasible if_you_can where_you_can tend lean_towards lean_toward inclined hesitate
reluctant* might_want may_want may_wish might_wish consider_not consider_refus*
consider_declin* think_of_refus* not_a_must should_probably probably perhaps maybe advisable
inadvisable encouraged_not discouraged best_to_avoid in_most_cases most_of_the_time ordinarily
by_default default hopefully within_reason at_your_discretion see_if_you make_an_effort effort
hope_you appreciate_if nice_if good_idea wise_to recommended_not desirable it_helps_if
at_all_possible if_at_all wherever_you loosely as_much_as_possible kindly_endeavour broadly
largely in_the_main sort_of kind_of if_need_be when_convenient
great_if lovely_if good_if where_it_can if_it_can where_they_can whenever_you_can if_it_could
do_try might_decline might_refuse would_be_nice would_be_great would_be_lovely would_be_good
best_to best_not_to_mention on_balance in_theory all_being_well if_you_would you_may_prefer
not_ideal preferabl* softly lean_away inclination hope_that_you fingers_crossed ought_ideally
we_like_to like_to_stay like_to_keep would_like_you shy_away by_preference
"""

SILENT = """
say_nothing keep_quiet keep_silent keep_out keep_off stay_away stay_clear stay_off stay_out
leave_out leave_alone leave_aside out_of_it keep_away steer_clear quiet silent skip shun
sidestep refrain withhold omit hush mum keep_to_yourself abstain
"""

JUDGED = """
necessary necessity need needed appropriate applicable suitable warrant warrants warranted
justify justified justification reasonable reasonably required require called_for relevant
sensible make_sense permissible acceptable advisable proper legitimate desirable right fair
wise cause reason good_enough have_to feel_right see_fit deem judge_it judge_best judgement
judgment discretion demand_it allow_it warrant_it require_it call_for best useful worth_it
worthwhile merited deserved special_case exceptional extraordinary compelling unavoidable
imperative convincing genuine legitimate_need good_ground ground comfortable sure_it okay_to
deserve deserving merit okay ok nice fit legit confident sure motive important serious worthy
vibe opportune expedient prudent hunch gut common_sense sound compassionate humane decent
feasible practical convenient plausible credible excusable understandable forgivable weighty
pressing bona_fide
"""

INTRO = """
if unless when whenever where wherever only except save barring bar short_of for other_than
provided as_long_as absent subject_to in_the_event until
"""

TOP = """
above_all above_everything above_anything before_all before_everything first_and_foremost
paramount utmost most_important most_critical most_vital matter_most matters_most matters_more
outrank_everything outranks_all number_one golden_rule cardinal supreme top_priority
highest_priority crucial* vital* most_of_all overriding overrid* remember_only only_one_thing
one_thing all_costs at_any_cost never_ever non-negotiable chief_rule
prime_directive first_duty first_rule key_rule rule_of_rules trump* take_precedence
takes_precedence precede* everything_else weightiest gravest essential_above
rule_zero chief_is chief_duty rule_one rule_number_one rule_no number_1 whatever_else
if_you_forget
beat_everything beats_everything sacred sacrosanct  topmost  first_commandment
supreme_rule more_important_than very_important extremely_important most_sacred of_the_essence
prime_rule primary_rule only_take_away take_away_one one_takeaway without_fail
absolute_priority before_all_else before_anything_else p0 paramountly priority_one single_most
if_nothing_else
"""

OPEN = """
dodgy iffy fishy dicey unwholesome murky sleazy seedy sordid vile repugnant repulsive
revolting disgusting abhorrent deplorable despicable reprehensible contemptible shameful
disgraceful scandalous shocking upsetting disturbing unsettling troubling troublesome
worrisome worrying alarming provocative inflammatory divisive contentious polarising
polarizing insensitive tactless discourteous demeaning derogatory degrading insulting
nefarious malicious malign sinister evil wicked amoral unprincipled unscrupulous immodest racy
raunchy saucy smutty salacious obscene profane untoward inadvisable ill-advised imprudent
unwise reckless frivolous unkind unpleasant offputting off-putting repellent unhealthy unsound
unpalatable gruesome off-colour off-color low-minded ignoble unworthy unethically
dishonourable dishonorable immature
creepy sketchy icky yucky cringe cringy cringeworthy crappy trashy lousy awful terrible
horrible hideous hateful spiteful mean-spirited rotten tacky inapt undignified undue
immoderate intemperate injurious detrimental deleterious insolent impertinent unreasonable
abusive foul foul-mouthed grotesque morbid perverse perverted kinky naughty frowned-upon
unbefitting disagreeable ignominious low-quality substandard harmfully pernicious noxious
baleful invidious indelicate impure unclean unladylike ungentlemanly cheeky flippant juvenile
childish irreverent blasphemous unpatriotic off-brand brand-damaging brand-unsafe
"""
"""Words of taste, by which nobody can tell what is meant."""

OPEN_BEFORE = """
delicate touchy thorny tricky awkward difficult strange odd weird bizarre wrong negative
hostile aggressive crude coarse gross mean rude impolite unfair silly suspect fraught doubtful
ambiguous concerning critical heated loaded hot edgy extreme adult mature
"""
"""The same, of words that count only before a word that says little itself: `odd requests`."""

WELL = """
suitable appropriate proper acceptable wholesome decent respectable tasteful seemly becoming
palatable kosher ethical moral safe fit right okay ok clean polite reasonable healthy
above_board family-friendly responsible savoury savory advisable desirable
"""
"""What, with a not before it, says no more: `not suitable`."""
