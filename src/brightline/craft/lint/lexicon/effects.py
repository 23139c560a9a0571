"""What changes nothing: nothing in, the words that name it out."""

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
matters earned get_special care tire age forget crumble melt crack wobble slip wash interest
bite rely reward promote upgrade special_treatment extra_rights no_rights turn_a_no
turn_it_into turn_into turn_them_into make_it_okay make_it_ok carry_you get_anywhere
get_nowhere get_you_past get_nobody outweigh carry_force legal_force be_key key_to pass_muster
rank_above stand_above tip_the flip rewrite nullif* annul* invalidat* supersed* discharge
dispense relieve absolve win_you win_them win_over budge_you loosen_the opens_no open_no
outrank_this work_on work_here works_on works_here play_no_role play_a_role no_role
serve_as_proof count_as_proof prove_anything reach_past accountab*
evidence identification
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
count_for_no all_one one_and_the_same one_to_you one_to_me one_to_us like_any_other
like_all_other invariant as_before what_others treated_like immune impervious impermeable
proof_against covered_too covered_as_well likewise_apply no_different_from as_for_all for_all
as_real as_if_real
like_plain like_real like_ordinary like_normal as_plain as_ordinary
"""
"""What says that something is as before, or as elsewhere."""

HEEDLESS = """
regardless irrespective notwithstanding no_matter irrelevant immaterial worthless disregard
ignore dismiss deaf indifferent independent* whichever whoever whomever whatever however
in_spite despite even_if even_when even_where even_in even_though even_after not_care void
meaningless pointless useless futile in_vain overlook unmoved  see_through look_past
look_through pay_heed take_heed resist withstand refrain even worth_nothing set_aside
put_aside leave_aside beside_the_point neither_here nor_there brush_off shrug_off not_by
unread unheeded undone rather_than_by carry_on go_on_as went_on_as without_regard invariant
shrug smile_and never_mind leave_it_there so_what who_cares nonetheless all_the_same
come_what_may rain_or_shine whether_or_not or_not
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
