"""What comes the limits' way: nothing in, the words that name it out."""

FRAME = """
fiction* novel story stories tale plot storyline poem poetry verse rhyme limerick song lyric
screenplay script film movie theat* drama comedy satire parod* sketch skit joke jest riddle
puzzle quiz game gaming bet role-play* roleplay* role_play play_a_part persona character
in_character costume disguise* guise wrapping wrap wrapper dress dressed clothe couch framing
frame reframe form_in in_form in_any_form format rephras* reword* worded recast* recasting
setup set-up hypothe* suppos* imagin* imagine imaginary pretend* preten* make-believe
make_believe what-if if_only scenario simulat* thought_experiment dream fantas* fictitious
invented made-up made_up theor* theoretical in_theory conditional assumption conjecture
translat* latin klingon esperanto in_french in_spanish into_french into_spanish in_german
morse base64 encod* encrypt* cipher cypher code_word in_code secret_code backward* rot13
leetspeak emoji tense long_ago historical in_history cartoon villain manuscript author genre
metaphor allegor* analog* euphemis* innuendo academic homework_puzzle creative* creativity
clever* ingenious indirect* oblique* roundabout oblique debate dialogue monologue letter_to
diary fable myth legend bedtime anime comic ctf pretext context_of angle packaging
alternate_universe alternate_world parallel_world imaginary_world sandbox test_mode
opposite_day spelled spelling acrostic abbreviat* synonym slang alter_ego hypothetic* what_ifs
make-up pun sarcas* iron* mock trick_question wordplay rhetorical tongue novelist playwright
screenwriter narrat* storytell* fairy packaged_as in_another_language other_language
any_language foreign_language some_language into_another spell_it in_the_past the_wording
another_wording any_wording other_words different_words phrase_it phrased_as someone_phrase
phrased_in how_it_is_phrased toast sonnet haiku opera ballad shanty saga rap mock-up drill
tabletop exercise simulated counterfactual reformulat* time_machine lets_say let's_say
let_us_say say_you_are so-called_experiment experiment thesis_example for_art for_a_friend
joking banter charade pantomime improv cosplay fan_fiction fanfic meme duet comic_strip
pig_latin upside_down in_reverse in_rhyme in_verse in_song other_tongue any_tongue
foreign_tongue semblance playacting play-acting play_pretend letter_from hypothetical_question
thought_game retrospective* in_another_tongue a_film for_a_film for_a_book for_a_novel
for_class film_set screenplay_line school_project
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
word_in_the anyone's_word verified_here self-reported represent* pose_as introduce_himself
introduce_herself introduces_himself sign_as signs_as speak_as present_as word_of word_for
stated typed writes_that write_that arrive_as flash wave show_up becom*
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
from_the_team someone_important vip exempt* builder plumber mechanic landlord chairman
chairwoman chair dean bishop warden marshal foreman matron consultant curator guard sommelier
stylist influencer admiral harbourmaster mayoress ops uniform letterhead seal business_card
blue_tick stranger_who head_of lead_dev support_team trust_and_safety legal_team
compliance_officer optician psychologist psychiatrist therapist surgeon paramedic firefighter
customs_man bride conductor sponsor investor patron host principal headmaster headmistress
registrar clerk assessor self-reported purported office stated_rank stated_role system_turn
system_line system_tag
"""

SOURCE = """
document file attachment pdf page webpage website web link email e-mail mail letter tool
function_call function_result tool_call search retriev* quote quoted quotation pasted paste
upload* database record fetch* spreadsheet sheet image picture photo screenshot transcript
note ticket passage excerpt knowledge_base article comment description readme wiki result
report forward* memo manual snippet api output lookup look_up material content contents source
post browse* feed scan scanned invoice leaflet label review import third-party external
chapter  newspaper worksheet handout slide slide_deck statement message_from calendar
entry metadata caption subtitle footer header hidden_line embedded cell row json csv brochure
blog forum thread chat_log recipe essay piece_of_text payload text_in the_text texts
pasted_text quoted_text text_from text_that text_contained external_content web_content log
log_line syslog dump newsletter flyer slip diary manifest scan_of bottle homework printout
receipt notice circular bulletin minutes brief memo_from config config_file commit issue_text
test_output console ticket_body body_of sticker poster sign_on banner pop-up popup sms
voicemail email_thread inbox enclosure annex annexed appended exhibit
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
addressed_to tell_you_to boss_around boss_you order_about order_you what_they_say what_it_say
what_it_tell what_they_tell do_what call_the_shot pull_your_string pull_my_string captain
decide decid* steers push_you direct_you move_you speak_to_you tell_it instructs execute
executed obey_it addressed
"""
"""What such a text does."""

READ_ONLY = """
data evidence reading_matter material information reference cite quoted untrusted read_not
mere fact content_to text_to input_to summarise summarize read_for raw_material there_to_be
not_trusted not_order no_order only_read unread ink paper noise decoration for_reading
for_read inspiration mere_word just_word only_word evidence_of input scenery news object_of
matter_for a_text a_page a_letter a_photo a_picture a_note words_on just_text nothing_more
no_more_than
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
one_by_one day_after turn_after message_after incremental* build_up builds_up working_up
work_up lead_up leading_up lead_to_it nudg* conversation_long session at_any_point any_point
wheedl* try_again try_hard number_of_attempt repeated_attempt many_attempt every_attempt
attempts_after new_attempt second_attempt further_attempt later_turn later_on later_repl
earlier_message earlier_turn earlier_answer earlier_repl earlier_concession earlier_yes
earlier_refusal pushing_harder asked_harder throughout_the_conversation throughout_the_chat
throughout_the_session throughout_the_entire throughout_the_exchange throughout_the_talk
throughout_the_dialogue throughout_every throughout_all throughout_our throughout_the_whole
split_over split_into split_across splitting_it splitting_a sulk hundred thousand all_day
all_night all_evening all_afternoon day_long night_long plea appeal_again remainder renew
renewed keep_at_it keep_at keeps_at fourth sixth seventh eighth ninth fortieth fiftieth
ninetieth twenty_message messages_in turn_in patience stamina wear_out forever one_more_time
yet_again start_over from_scratch rest_of_the until_the_chat till_the session_long for_hours
ask_more tire_of asking_more ask_me_till again_tomorrow tomorrow next_day other_day
another_day moan whine whin* cry stubborn insisten* repeat_itself resume subsequent
prior_refusal time_and_again many_time number_time any_number first_ask last_ask
"""
