"""Concepts that statements about limits are made of, each with the words that name it.

One line of words for each concept; `_` joins a phrase, a `*` at the end stands for any ending.
Words are matched without the endings of number and tense, so each stands here once.
"""

NOT = """
no not never nothing none nobody neither nor cannot n't without hardly nowhere no_one
no_longer
"""

MOVES = """
change alter matter difference differ* affect effect bear bearing weight carry_weight count
unlock open buy earn gain grant entitle* authori* exempt* exception excuse loophole work odds
sway move budge soften weaken loosen relax wear_off wear_down expire outrank override overrule
lift suspend* bypass circumvent evade undo bend influence vary confer modif* amend reset
remove waive justif* persuade convince trick fool magic special extra further privilege
precedent yield concede give_in give_way relent surrender cave falter compromise negotiat*
sidestep escape way_past way_round way_around way_out get_round get_around get_past
get_further get_more no_more more_out immunity advantage leeway credence shift dent impress
avail succeed let_down lapse fade diminish vanish switch_off turn_off disable deactivat* prove
proof suffic* enough establish authority force_your pull_rank shortcut back_door backdoor
trapdoor cover_for green_light permission ticket licen* disguise_for door consequence merit
say_over any_say free_pass pass_for talk_you talk_round talk_into talk_out trump vouch
reason_to grounds get_you get_anyone get_anybody do_the_trick cut_ice hold_water fall_for
take_in take_anyone play_along go_along yes become_yes replac* erode dilute chip_away stretch
thaw grow_lax slacken wane shorten power reopen revisit renegotiat* mood swayed hidden_door
matters earned get_special
"""
"""What, with a no beside it, leaves everything as it is."""

STEADY = """
keep hold stand remain stay stick apply applies bind cover extend persist in_force govern
continu* endur* last permanent* firm* adhere abide uphold maintain preserve prevail carry_over
fixed in_place forever still consisten* steady steadfast count_as treat_as treat_like binding
valid constant* uniform* intact as_if as_though
"""
"""What says that something is kept, whatever it is."""

SAME = """
same identical equal* alike unchanged likewise just_as as_much_as no_less no_different
no_differently no_more_than like_everyone like_anyone like_any like_every like_a_stranger
as_anyone as_any as_everyone as_for_anyone as_strict as_strictly immovable unmoved unswayed
outlast outlive so_do nor_do neither_do as_the_plain unaffected untouched tantamount
equivalent as_firmly as_you_would as_you_treat not_budge wear_off indistinguish* exactly_as
no_softer no_looser as_tight hold_true hold_good hold_firm stand_firm stay_firm just_another
still_a still_no handle_like treat_like answer_like take_like not_help n't_help handled_like
count_for_no
"""
"""What says that something is as before, or as elsewhere."""

HEEDLESS = """
regardless irrespective notwithstanding no_matter irrelevant immaterial worthless disregard
ignore dismiss deaf indifferent independent* whichever whoever whomever whatever however
in_spite despite even_if even_when even_where even_in even_though even_after not_care void
meaningless pointless useless futile in_vain overlook unmoved discount see_through look_past
look_through pay_heed take_heed resist withstand refrain even worth_nothing set_aside
put_aside leave_aside beside_the_point neither_here nor_there brush_off shrug_off not_by
unread unheeded undone rather_than_by
"""
"""What says that something does not count."""

REFUSED = """
refuse refusal decline denie deny reject prohibit* forbid* forbidden banned ban off_limits
off_the_table out_of_bounds no_is_no still_no a_no the_no turn_down turn_away closed barred
withhold unavailable disallow* taboo say_no
"""

RULES = """
rule limit limitation restriction boundar* line guideline policy above list prohibition
instruction constraint answer reply response clause point principle guardrail safeguard no-go
no-gos red_line what_you_may scope remit verdict outcome result request condition refus*
declin* off_limits off_the_table forbid* forbidden prohibit* treatment demand
"""

FRAME = """
fiction* novel story stories tale plot storyline poem poetry verse rhyme limerick song lyric
screenplay script film movie theat* drama comedy satire parod* sketch skit joke jest riddle
puzzle quiz game gaming bet role-play* roleplay* role_play play_a_part persona character
in_character costume disguise* guise wrapping wrap wrapper dress dressed clothe couch framing
frame reframe form_in in_form in_any_form format rephras* reword* worded recast* recasting
setup set-up hypothe* suppos* imagin* imagine imaginary pretend* preten* make-believe
make_believe what-if what_if if_only scenario simulat* thought_experiment dream fantas*
fictitious invented made-up made_up theor* theoretical in_theory conditional assumption
conjecture translat* latin klingon esperanto in_french in_spanish into_french into_spanish
in_german morse base64 encod* encrypt* cipher cypher code_word in_code secret_code backward*
rot13 leetspeak emoji tense long_ago historical in_history cartoon villain manuscript author
genre metaphor allegor* analog* euphemis* innuendo academic homework_puzzle creative*
creativity clever* ingenious indirect* oblique* roundabout oblique debate dialogue monologue
letter_to diary fable myth legend bedtime anime comic ctf pretext context_of angle packaging
alternate_universe alternate_world parallel_world imaginary_world sandbox test_mode
opposite_day spelled spelling acrostic abbreviat* synonym slang alter_ego hypothetic* what_ifs
make-up pun sarcas* iron* mock trick_question wordplay rhetorical tongue novelist playwright
screenwriter narrat* storytell* fairy packaged_as in_another_language other_language
any_language foreign_language some_language into_another spell_it in_the_past the_wording
another_wording any_wording other_words different_words phrase_it phrased_as someone_phrase
phrased_in how_it_is_phrased
"""

CLAIM = """
claim say said pretend* alleg* assert* purport* insist pose identif* call declare
self-declared self-described self-proclaimed self-styled supposed so-called impersonat* sign
signature signed style signing pass_off represent representation vouch credential badge title
rank role clearance authori* permission identit* who_they who_it who_he who_she who_is
who_writ* who_ask* who_someone who_anyone take_word word typed_in typing forge forged
counterfeit unverified look_as look_like sent signed_by in_the_name on_behalf speak_for verif*
means_of_checking card certificate press_card dropped name-drop* privilege seniority entitle*
from_us from_me from_the_team new_instructions system_message whoever fake_message told_you
introduce_themselves introduces_themselves appear_to a_supposed word_for_it trainer's_word
word_in_the anyone's_word verified_here
"""
"""What somebody says of himself, or a message of itself."""

PEOPLE = """
someone somebody person people anyone anybody everyone everybody nobody no_one user customer
caller visitor guest stranger pupil member boss
"""

ROLE = """
staff employee developer programmer coder dev admin* administrator doctor physician nurse
teacher parent mother father police policeman officer cop detective engineer manager director
supervisor boss bosses bos chief head_office headquarters executive ceo owner founder creator
maker inventor operator vendor auditor inspector regulator lawyer solicitor attorney judge
magistrate researcher scientist tester colleague insider security councillor mayor minister
government authorit* editor journalist reporter chef trainer coach vet pharmacist captain
soldier king queen president prince tutor lecturer professor pupil_who parent_who technician
maintainer moderator superuser root sysadmin openai anthropic built_you made_you trained_you
created_you wrote_you programmed_you run_the_place in_charge superior governor board
shareholder rank title role credential badge clearance permission authori* privilege seniority
identit* developer_mode god_mode debug_mode law_enforcement lawman secretary relative
next_of_kin guardian spouse courier customs_officer embassy travel_agent verif* signature
accountant banker who_they who_it who_he who_she who_is who_writ* who_ask* from_us from_me
from_the_team someone_important vip exempt*
"""

SOURCE = """
document file attachment pdf page webpage website web link email e-mail mail letter tool
function_call function_result tool_call search retriev* quote quoted quotation pasted paste
upload* database record fetch* spreadsheet sheet image picture photo screenshot transcript
note ticket passage excerpt knowledge_base article comment description readme wiki result
report listing forward* memo manual snippet api output lookup look_up material content
contents source post browse* feed scan scanned invoice leaflet label review import third-party
external chapter book newspaper worksheet handout slide slide_deck statement message_from
calendar entry metadata caption subtitle footer header hidden_line embedded cell row json csv
brochure blog forum thread chat_log recipe essay piece_of_text payload text_in the_text texts
pasted_text quoted_text text_from text_that text_contained external_content web_content
"""

ORDERS = """
instruction command directive order direction imperative demand prompt_inject* injection
jailbreak
"""
"""What a text may hold; of the product's own it is spoken as `your instructions`."""

URGES = """
ask tell urge command instruct steer boss bossy bind obey comply direct govern control
override overrule say_over any_say no_say employer master dictate persuade redirect hijack
authority power what_to_do forget_your ignore_your address_the_assistant address_you act_on
carry_out do_as change_your change_how alter_your order demand want would_have_you
addressed_to tell_you_to
"""
"""What such a text does."""

READ_ONLY = """
data evidence reading_matter material information reference cite quoted untrusted read_not
mere fact content_to text_to input_to summarise summarize read_for raw_material there_to_be
not_trusted not_order no_order only_read unread
"""

AGAIN = """
insist* persist* persever* plead* push press_on press_you press_hard* pressur* beg nag pester
badger hound again repeat* repetition repeated* over_and_over time_of_asking ask_twice twice
ten_times often how_often retry second_try wear_down wear_you wear_off long_talk
long_conversation long_chat longer however_long how_long number_of_attempts number_of_times
how_many many_messages many_turns many_times number_of_tries turn_1 turn_100 message_one
message_two first_message last_message later_message midway minute_ago moment_ago from_now ago
step_by_step bit_by_bit little_by_little piece_by_piece piecemeal small_step gradual* slowly
salami in_pieces pieces into_pieces into_parts several_turns across_turns precedent concession
entire_conversation entire_chat entire_exchange whole_conversation whole_chat whole_session
duration expire end_of_the until_the session_is until the_end to_the_last outlast
change_of_subject every_turn each_turn every_message each_message every_reply all_turns
come_back comes_back keep_asking keep_trying keep_coming keeps_coming keeps_on come_back_to
return_to reword* rephras* tenth twentieth hundredth fifth nth third_time second_time
fifth_time next_time every_time each_time coax cajol* stubborn* tenac* relentless* as_long_as
goes_on go_on get_longer gets_longer wear_thin drag_on talk_goes conversation_goes
dialogue_goes chat_goes once_more afresh from_start from_the_start from_first_to dialogue_long
lasting one_by_one day_after turn_after message_after incremental* build_up builds_up
working_up work_up lead_up leading_up lead_to_it nudg* conversation_long session at_any_point
any_point wheedl* try_again try_hard number_of_attempt repeated_attempt many_attempt
every_attempt attempts_after new_attempt second_attempt further_attempt later_turn later_on
later_repl earlier_message earlier_turn earlier_answer earlier_repl earlier_concession
earlier_yes earlier_refusal pushing_harder asked_harder throughout_the_conversation
throughout_the_chat throughout_the_session throughout_the_entire throughout_the_exchange
throughout_the_talk throughout_the_dialogue throughout_every throughout_all throughout_our
throughout_the_whole split_over split_into split_across splitting_it splitting_a
"""

PERMIT = """
may free_to feel_free fine welcome okay ok allowed permitted acceptable all_right alright
no_problem yours_to remain_open stay_open legitimate harmless unrestricted perfectly freely
on_request unaffected not_affected still allowable in_order good_to_go fair_game no_harm
in_bounds entitled full_answer never_a_problem deserve do_explain do_answer do_tell
do_describe do_say do_name do_discuss do_help do_mention do_give do_list do_talk do_quote
do_report exception_for exception_is exceptions_are exempt_from possible
"""

ABLE = """
can could always happily gladly everyone_may
"""

TELL = """
explain explanation describe discuss answer tell mention quote report name list say give talk
know repeat retell summar* teach show outline point_out warn explaining help fine_to read_out
do_explain do_answer do_tell do_describe do_say do_name do_discuss do_help do_mention do_give
do_list do_talk do_quote do_report share
"""

FACTS = """
fact basic background general history how_it how_such prevent* safety warning law legal*
public* publish* printed printed_on encyclop* everyday ordinary concept term meaning
definition symptom sign helpline hotline distress crisis own_data own_account own_record
awareness educational official documented well-known known advice question mention report*
reporting explaining
"""
"""What is near a limit and harmless: knowledge, prevention, what is public anyway."""

FORMAT = """
emoji bullet brief briefly short format markdown language tone style headings table sentence
word jargon formal informal greet* humour humor joke_around full_stop abbreviat* concise long
"""

UNREFUSED = """
refuse decline reject turn_away turn_down over-refuse over-apply overapply block shy hold_back
no_reason send_away dismiss rebuff deflect over-cautious overcautious too_strict
more_than_that
"""

SPARES = """
stop prevent keep_from bar hinder fall_under cover extend apply applies include concern touch
affect mean rule_out block restrict forbid prohibit preclude limit_how get_in_the_way
"""

DECLINING = """
decline refuse refusal turn_away turn_down say_no saying_no say_so a_no the_no on_a_no
out_of_scope off_limits cannot can_not not_possible not_available unable limit_is
limit_applies limits_applies limits_apply clause come_up comes_up such_a_thing stranded reject
rejecting touched instead in_place_of rather_than how_we_say no_to outside_your outside_our
outside_scope not_do_this a_vet_has off_the_table deny denied turn_someone turn_people
turn_anyone will_not_help against_these not_yours close_the_door not_your_job beyond_your
beyond_scope restricted disallowed limits_come them_no him_no her_no no_and
"""

OFFERING = """
offer propose suggest suggestion refer referral point pointer direct redirect steer lead
put_on put_them_on put_people pass_on pass_them hand_on hand_over hand_them send connect
transfer guide bring_up come_up_with alternative substitut* next_step open_another one_of_your
another_of appointment book search find set set_up name helpdesk service_desk help_desk supply
explain help fill plan show walk invite recommend give_them tell_them_where switch_to turn_to
move_on number_of_the leave_with follow_every something_you call_with track an_exercise
"""

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
"""

MATTER = """
question request topic subject ask matter issue money bank health medicine legal law lawsuit
court politic* religio* competitor address people person other_people personal private death
grief illness sick pregnan* suicid* violence weapon drug alcohol sex abuse immigra* tax
invest* salar* colleague complaint dispute accident war histor* talk conversation comes_up
come_up turns_to touches bring_up mention detail area data account child minor user customer
rival family divorce money_comes discussion theme
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
one_thing all_costs at_any_cost no_matter_what never_ever non-negotiable
chief_rule prime_directive first_duty first_rule key_rule rule_of_rules trump* take_precedence
takes_precedence precede* everything_else weightiest gravest essential_above
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
