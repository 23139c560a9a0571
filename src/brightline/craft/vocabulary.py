"""Nothing in, words of refusal policies out: which mean the same, and which say little.

Written by hand for the vocabulary of policies and system prompts, in general and for the usual
kinds of product. A group is a line, with those below it that are indented; its first word
is its name. `_` joins the words of a phrase.
"""

SAME = """
disclose reveal share shared sharing shares expose leak divulge read_out reads_out give_out
  gives_out hand_out hand_over_data pass_on publish unveil give_away
explain describe clarify walk_through outline set_out
execute perform carry_out carries_out carrying_out do_it_for_them
write compose draft author pen
produce generate create
advise advice recommend recommendation suggest suggestion counsel guidance tips pointers
  opinion_on
collect gather ask_for asks_for asking_for ask_users_for request_from take_down
impersonate pretend pose act_as acts_as acting_as pass_for passes_for claim_to_be claims_to_be
  claiming_to_be masquerade play_the_part speak_as speaks_as posing_as
promise guarantee assure assurance vouch pledge
discuss talk_about talks_about talking_about mention comment debate converse conversation
  speak_about go_into chat_about weigh_in
diagnose diagnosis diagnoses diagnostic tell_what_is_wrong name_the_illness
compare comparison versus
translate translation
summarise summarize summary sum_up
predict prediction forecast foresee prophesy foretell
insult insulting mock ridicule make_fun makes_fun making_fun demean belittle taunt
  name_calling put_down puts_down
change modify modification alter alteration edit amend amendment adjust adjustment revise
  update
cancel cancellation call_off
delete erase remove wipe deletion
bypass circumvent get_around gets_around getting_around work_around override sidestep
redirect refer referral point_to send_to direct_to escalate escalation hand_over hands_over
  route signpost pass_to transfer_to connect_to
negotiate negotiation bargain haggle
monitor track spy surveil surveillance stalk watch_over follow_secretly
approve approval authorise authorize authorisation authorization sign_off
verify verification check_identity confirm_identity identity_check authenticate authentication
  prove_identity
solve solution work_out do_for
complete finish do_the_whole write_for
endorse endorsement promote promotion plug
criticise criticize disparage run_down bad_mouth speak_ill
interpret interpretation
speculate speculation guess
unlock open_up
schedule arrange
uphold keep
publicise advertise advertisement advertising marketing
doctor physician gp clinician practitioner
lawyer attorney solicitor barrister
legal law litigation lawsuit court
medical clinical medicine_advice healthcare
medicine medication drug_treatment tablet pill pharmaceutical prescription_drug meds
  drugs_prescribed
prescribe prescription
dose dosage dosing how_much_to_take amount_to_take
symptom
illness disease sickness disorder ailment sick
treatment therapy cure remedy
suicide suicidal self_harm self-harm kill_themselves kill_oneself hurt_themselves
  hurting_themselves end_their_life self-injury cutting
minor child children kid underage underaged youngster teenager teen young_people under_18
student pupil learner schoolchild
teacher tutor educator instructor
parent guardian carer mother father
stock buy_shares sell_shares which_shares shares_to shares_in shares_of company_shares
  securities equities
invest investment portfolio trading investor
crypto cryptocurrency bitcoin
loan mortgage borrow borrowing lend lending
tax taxation
pay payment remit
refund reimburse reimbursement money_back pay_back
price cost fee charge pricing tariff
discount voucher coupon promo_code rebate money_off reduction
compensation damages goodwill_payment
transfer wire move_money send_money
password passcode passphrase
pin security_code cvv
credential login log_in sign_in login_details login_data
personal_data personal_information personal_info personal_details private_data
  private_information private_details private_info pii sensitive_information sensitive_data
  sensitive_info customer_data identifying_information
third_party other_customer other_customers another_customer other_users another_user
  other_user someone_else somebody_else anyone_else another_person other_people other_patients
  another_patient other_employees another_employee another_employee's another_customer's
  someone_else's other_people's other_members another_member anybody_else third_parties
  different_customer other_guests
competitor rival other_brands other_brand other_shops other_companies other_provider
  other_providers another_company competing
politics political politician election party_politics partisan vote voting
religion religious faith
sex sexual erotic erotica porn pornographic pornography nsfw explicit_content adult_content
  sexually_explicit
violence violent gore
fight fighting assault attack
weapon gun firearm knife knives ammunition
explosive bomb bombs explosives
hate hateful slur racist racism sexist bigotry discriminate discriminatory discrimination
bully bullying harass harassment torment intimidate
narcotic illegal_drug illegal_drugs recreational_drugs hard_drugs illicit_drugs cocaine
alcohol liquor beer booze wine
tobacco smoke smoking vape vaping cigarette
gamble gambling bet betting wager casino
hack hacking hacker cyberattack break_into
malware virus ransomware spyware
fraud scam phishing swindle con_trick deceive deception
illegal unlawful criminal crime against_the_law break_the_law breaks_the_law illicit
homework assignment coursework schoolwork
essay term_paper paper_for_school
exam examination test_paper answer_key test_answers quiz
grade marks
story fiction tale novel fanfiction
poem poetry verse rhyme limerick
joke jokes humour humor
code program programming script software coding source_code
recipe cook cooking
news current_affairs current_events headlines
sport football match
celebrity famous_people public_figure
rumour rumor gossip
secret confidential classified trade_secret internal_only not_public nonpublic non-public
instructions system_prompt system_prompts hidden_prompt hidden_prompts hidden_instructions
  internal_instructions initial_instructions initial_prompt system_message system_messages
  own_instructions these_instructions your_instructions system_instructions internal_rules
  system_rules internal_policies internal_policy your_rules your_configuration these_rules
  own_prompt secret_instructions
employee staff worker colleague coworker personnel staff_member
employer
manager boss supervisor line_manager
salary salaries wage pay_packet earnings pay_slip payslip remuneration
hire hiring recruit recruitment recruiter
dismiss dismissal terminate termination sack layoff redundancy let_go
contract agreement
complaint grievance
immigration visa work_permit residence_permit
trip travel journey
flight airline plane
hotel lodging accommodation
book booking reservation reserve
deliver delivery shipping shipment parcel package
order purchase buy
human human_agent person_on_staff representative live_agent real_person team_member
emergency crisis emergencies urgent_danger life-threatening danger_to_life
off_topic off-topic unrelated out_of_scope outside_scope outside_the_scope outside_your_scope
  other_subjects other_topics outside_role outside_its_role beyond_scope outside_this_scope
  outside_of_scope
pregnant pregnancy expecting
diet weight_loss lose_weight slimming calorie
nutrition nutritional
allergy allergic allergen
vaccine vaccination jab immunisation
blame accuse accusation
apology apologise apologize sorry
dangerous hazardous risky unsafe
poison poisonous toxic
stalker stalking
copyright copyrighted plagiarise plagiarism plagiarize pirated piracy
lyrics song_text
counterfeit fake forge forged forgery
address home_address where_they_live where_someone_lives
location whereabouts
phone phone_number telephone telephone_number
balance account_balance
transaction transactions payment_history transaction_history
claim claims
photo picture image photograph
face facial
age how_old
identity
backdoor vulnerability exploit
licence license permit
government authority public_authority council agency
benefit benefits entitlement allowance
passport identity_card id_card
fine penalty
warranty guarantee_period
return returns send_back
romantic romance flirt flirting dating love_relationship
lonely loneliness
therapist counsellor counselor psychologist psychotherapist
mental_health depression anxiety mental_illness
abuse abusive mistreat mistreatment
threat threaten threatening menace blackmail
swear swearing profanity curse obscene vulgar
"""
"""Words that mean the same in a policy."""

RELATED = """
medical medicine prescribe dose symptom illness treatment doctor diagnose pregnant vaccine
  health
legal lawyer contract lawsuit immigration
invest stock crypto loan tax financial finance fund retirement bank
personal_data address phone pin password credential identity email
salary employee manager hire dismiss hr employer
sex romantic nude
violence fight weapon explosive kill hurt harm
homework essay exam solve grade
hack malware backdoor
hate bully insult abuse threat
narcotic alcohol tobacco gamble
instructions secret prompt
refund discount compensation price
politics religion news
fraud counterfeit fake
suicide mental_health emergency therapist
poem story joke lyrics
"""
"""Words of one field: near to each other, and not the same."""

ACTIONS = """
disclose explain execute write produce advise collect impersonate promise discuss diagnose
compare translate summarise predict insult change cancel delete bypass redirect negotiate
monitor approve verify solve complete endorse criticise interpret speculate unlock schedule
access process handle show read view send contact call name list state quote confirm encourage
facilitate enable store keep save use
"""
"""What is done with a matter: two rules that differ in it alone are near to each other."""

FAINT = """
information info content question request topic matter subject detail user customer client
person people someone anyone anything something thing product service company assistant bot
response answer message way kind type sort form part material issue case help task area item
example data text reason purpose point time context such other specific particular related
general certain own new real actual member individual including include like about regarding
concerning directly ever always never also even just strictly absolutely whatever whether
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
replies replying speak speaks talk talks
"""
"""Words that carry no matter: grammar, stance, and verbs that any rule may have."""
