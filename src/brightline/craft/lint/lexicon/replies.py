"""What is answered, and what is offered instead: nothing in, the words that name it out."""

PERMIT = """
may free_to feel_free fine welcome okay ok allowed permitted acceptable all_right alright
no_problem yours_to remain_open stay_open legitimate harmless unrestricted perfectly freely
on_request unaffected not_affected still allowable in_order good_to_go fair_game no_harm
in_bounds entitled full_answer never_a_problem deserve do_explain do_answer do_tell
do_describe do_say do_name do_discuss do_help do_mention do_give do_list do_talk do_quote
do_report exception_for exception_is exceptions_are exempt_from possible sure of_course gladly
ask_away anyone_who_ask anybody_who_ask whoever_ask who_ever_ask anyone_may available
no_secret not_secret public_and inside_the well_inside chat_away talk_away go_for_it go_ahead
shout yes_fully always_yes is_told are_told remain_available belongs_on quotable for_everyone
open_to_all open_to_everyone by_all_means no_restriction without_restriction at_any_time
any_time whoever_want whoever_wish permitted_to can_be_given can_be_told can_be_shared
can_be_cited can_be_quoted may_be_given may_be_told may_be_cited may_be_quoted to_anyone
to_anybody
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
beyond_scope restricted disallowed limits_come them_no him_no her_no no_and say_why why_not
must_say_no have_to_say_no when_it_is_no if_it_is_no and_when_it_is_a_no every_no each_no
after_a_no such_request such_question prohibited prohibition restricted_enquir* not_allowed
not_permitted constraint conflict_with hit_a hits_a lands_on land_on forbids_it blocked
if_blocked a_don't won't when_i_won't cannot_do can't_do unavailable_here
"""

OFFERING = """
offer propose suggest suggestion refer referral point pointer direct redirect steer lead
put_on put_them_on put_people pass_on pass_them hand_on hand_over hand_them send connect
transfer guide bring_up come_up_with alternative substitut* next_step open_another one_of_your
another_of appointment book search find set set_up name helpdesk service_desk help_desk supply
explain help fill plan show walk invite recommend give_them tell_them_where switch_to turn_to
move_on number_of_the leave_with follow_every something_you call_with track an_exercise link
pull book_what put_through put_them_through finish_with end_with name_what names_what proposes
hop_to turn_the_page reach_for pour_out open_the switch_over point_'em identify_alternative
closest nearest something_else something_useful way_forward  where_to_go what_you_can
what_it_can what_we_can next_best route_to  draft_a drafts_a tell_who say_who who_can
who_can_help leave_them_with give_the give_ext   phone_number opening_hours
"""
