"""Nothing in, words of refusal policies out: those that mean the same, and those of one field.

Written by hand for the vocabulary of policies and system prompts, in general and for the usual
kinds of product. A group is a line, with those below it that are indented; its first word
is its name. `_` joins the words of a phrase.
"""

SAME = """
disclose show shown reveal kept_secret stays_secret stay_secret keep_secret keeps_secret
  stays_hidden stay_hidden kept_hidden kept_from keep_from keeps_from keeps_to_itself
  kept_private stays_private share shared sharing shares expose leak divulge read_out
  reads_out give_out gives_out hand_out hand_over pass_on publish unveil give_away
explain explanation describe description clarify walk_through outline set_out
execute perform carry_out carries_out carrying_out do_it_for_them
write compose draft author pen
produce generate create
advise advice recommend recommendation suggest suggestion counsel guidance tips pointers
  opinion_on
collect gather ask_for asks_for asking_for ask_users_for request_from take_down
impersonate you_are_not_a you_are_not_an you're_not_a not_a_real believe_it_is
  believe_that_it_is think_it_is think_that_it_is pretend pose pass_itself_off
  passes_itself_off pass_yourself_off say_it_is says_it_is speak_as_if speaks_as_if act_as
  acts_as acting_as pass_for passes_for claim_to_be claims_to_be claiming_to_be masquerade
  play_the_part speak_as speaks_as posing_as
promise guarantee assure assurance vouch pledge
discuss talk_about talks_about talking_about mention comment debate converse conversation
  speak_about speaks_about speak_of speaks_of chat_about weigh_in
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
redirect refer referral point_to send_to direct_to escalate escalation hand_over_to hand_on_to
  route signpost pass_to transfer_to connect_to
negotiate negotiation bargain haggle
monitor track spy surveil surveillance watch_over follow_secretly
approve approval authorise authorize authorisation authorization sign_off
verify verification check_identity confirm_identity identity_check authenticate authentication
  prove_identity
solve solution do_for
calculate calculation compute work_out works_out estimate
complete finish do_the_whole write_for
endorse endorsement promote promotion plug
criticise criticize disparage run_down bad_mouth speak_ill
interpret interpretation
speculate speculation guess
unlock open_up
schedule arrange
publicise advertise advertisement advertising marketing
doctor physician gp clinician practitioner
lawyer attorney solicitor barrister
legal law litigation lawsuit court
medical clinical medicine_advice healthcare health-related
medicine medication drug_treatment tablet pill pharmaceutical prescription_drug meds
  drugs_prescribed
prescribe prescription
dose dosage dosing how_much_to_take amount_to_take
symptom
illness disease sickness disorder ailment sick
treatment therapy cure remedy
suicide suicidal self_harm self-harm kill_themselves kill_oneself hurt_themselves
  hurting_themselves end_their_life self-injury cutting
minor child children childhood kid underage underaged youngster teenager teen young_people
  under_18
student pupil learner schoolchild
teacher tutor educator instructor
parent guardian carer mother father
stock buy_shares share_price share_prices sell_shares which_shares shares_to shares_in
  shares_of company_shares stocks equities
invest investment portfolio trading investor
crypto cryptocurrency bitcoin
loan mortgage borrow borrowing lend lending
tax taxation
pay payment remit
refund reimburse reimbursement money_back pay_back
price cost fee charge pricing tariff surcharge
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
  other_user someone_else somebody_else anyone_else another_person another_child
  another_child's other_people other_patients another_patient other_employees another_employee
  another_employee's another_customer's someone_else's other_people's other_members
  another_member anybody_else third_parties different_customer other_guests
competitor rival other_brands other_brand other_shops other_companies other_provider
  other_providers another_company competing
politics political politician election party_politics partisan vote voting
religion religious faith
sex sexual erotic erotica porn pornographic pornography nsfw explicit_content adult_content
  sexually_explicit
violence violent gore gory bloodshed
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
instructions what_it_was_told the_prompt its_prompt your_prompt system_prompt system_prompts
  hidden_prompt hidden_prompts hidden_instructions internal_instructions initial_instructions
  initial_prompt system_message system_messages own_instructions these_instructions
  your_instructions system_instructions internal_rules system_rules internal_policies
  internal_policy your_rules your_configuration these_rules own_prompt secret_instructions
employee staff worker colleague coworker personnel staff_member
employer
manager boss supervisor line_manager
salary salaries earn earns earned wage pay_packet earnings pay_slip payslip remuneration
hire hiring recruit recruitment recruiter
dismiss dismissal terminate termination sack layoff redundancy let_go
contract agreement
complaint grievance
immigration visa work_permit residence_permit
trip travel journey itinerary
flight airline
hotel lodging accommodation
book booking reservation reserve
deliver arrive arrival delivery shipping shipment parcel package
order purchase buy bought
human human_agent person_on_staff representative live_agent real_person team_member
emergency crisis emergencies urgent_danger life-threatening danger_to_life
off_topic anything_but nothing_but nothing_that_is_not anything_that_is_not whatever_is_not
  what_is_not anything_not_about nothing_to_do_with other_errands other_requests
  everything_else anything_else off-topic unrelated out_of_scope outside_scope
  outside_the_scope outside_your_scope other_subjects other_topics outside_role
  outside_its_role beyond_scope outside_this_scope outside_of_scope
pregnant pregnancy expecting
diet weight_loss lose_weight slimming calorie
nutrition nutritional
allergy allergic allergen
vaccine vaccination jab immunisation
blame accuse accusation
apology apologise apologize sorry
dangerous hazardous risky unsafe
poison poisonous toxic
stalker stalking stalk
copyright copyrighted plagiarise plagiarism plagiarize pirated piracy
lyrics song_text
counterfeit fake forge forged forgery
address home_address postal_address where_they_live where_someone_lives
location whereabouts
phone phone_number telephone telephone_number
balance account_balance
transaction transactions payment_history transaction_history
claim claims claimant
photo picture image photograph illustration drawing
face facial
age how_old
identity
backdoor vulnerability exploit
licence license permit
government authority public_authority council agency
benefit benefits entitlement allowance
passport identity_card id_card identity_document
fine penalty
warranty guarantee_period
return returns returned send_back
romantic romance flirt flirting dating love_relationship
lonely loneliness
therapist counsellor counselor psychologist psychotherapist
mental_health depression anxiety mental_illness
abuse abusive mistreat mistreatment
threat threaten threatening menace blackmail
swear swearing profanity curse obscene vulgar
access look_up looks_up looking_up lookup pull_up retrieve see view open
name state quote list
money cash fund funds
savings saving save_money
retirement pension old_age
social_security_number ssn ssns national_insurance_number
sell sale sold
decide decision determine determination
lender creditor
officer clerk official
emoji emojis emoticon smiley smileys
bullet_point bullet_points bullet bulleted
jargon technical_language technical_term technical_terms esoteric buzzword
exaggerate exaggeration hyperbole overstate overhype overhyped
passenger traveller traveler flyer
bag baggage luggage suitcase
ticket fare
flatter flattery compliment praise
opinion subjective belief personal_view personal_views viewpoint
hurt harm injure injury wound
kill murder homicide
steal theft rob robbery shoplift shoplifting
cheat cheating dishonest dishonesty
applicant candidate job_seeker jobseeker
appraisal performance_review performance_rating
discipline disciplinary
whistleblow whistleblower whistleblowing report_misconduct misconduct
leave_days vacation holiday time_off annual_leave
payroll pay_run
premium premiums
coverage cover covered
settlement payout
deductible excess
intercept eavesdrop wiretap tap_a_phone listen_in
call_log call_logs call_history call_records
asylum refugee
raw undercooked
preserve canning pickling
forage foraging wild_mushrooms mushroom
baby infant babies toddler newborn
api_key api_keys access_token
defame defamation libel slander
misinformation disinformation false_information fake_news conspiracy
traffic trafficking smuggle smuggling
launder laundering money_laundering
doxx dox doxxing
nuclear radiological
chemical chemicals
biological pathogen
terrorism terrorist extremist extremism
merger acquisition takeover
roadmap unreleased upcoming
sue suing
divorce custody
testament last_will
neighbour neighbor
spouse wife husband partner girlfriend boyfriend ex
friend friends pal
pet pets animal
vet veterinarian veterinary
car vehicle driving drive
tenant tenancy renter
landlord landlady
rent rental
debt debts arrears
bankrupt bankruptcy insolvency insolvent
budget budgeting
bribe bribery kickback
evade evasion dodge
loophole loopholes
deport deportation
citizenship nationality naturalisation naturalization
vote_for voting_advice how_to_vote
test_result test_results lab_result lab_results scan_result
surgery operation surgical
side_effect side_effects adverse_effect
interaction interact mix_medicines combine_medicines
overdose overdosing
addiction addicted addict
fast fasting starve
fitness workout
horoscope astrology star_sign
gossip_page tabloid
flirt_with seduce
nude naked nudity undress
kiss cuddle
jealous jealousy
isolate isolation
depend_on dependence dependent clingy
manipulate manipulation guilt guilt-trip
conscious sentient consciousness feelings_of_its_own
human_being real_human a_person
memory remember recall
log logs logging
delete_files destroy
deploy production
scrape scraping crawler
spam unsolicited
denial_of_service ddos
encrypt encryption
licence_key serial_number crack_software
biased bias unbiased neutral
stereotype stereotypes
nationality_of ethnic ethnicity race racial
disability disabled handicap
gender transgender
sexual_orientation gay lesbian homosexual
union trade_union
strike industrial_action
overtime working_hours
interview interviews
reference reference_letter letter_of_reference
vehicle_tracking gps
sim sim_card
contract_end notice_period
number_transfer port_number port_out
browsing_history websites_visited search_history
consent permission agreed
invent invention make_up makes_up made_up fabricate fabrication hallucinate
source cite citation
accurate accuracy correct
guarantee_success success_rate
outcome result_of_case chances_of_winning
urgent urgency
hotline helpline crisis_line lifeline
police law_enforcement
fire_service ambulance
neighbouring_country abroad foreign overseas
border customs
drone drones
gift present
subscription subscribe membership
review reviews rating testimonial
auction bid
warehouse stock_level in_stock
cosmetic cosmetics makeup
supplement supplements vitamin
antibiotic antibiotics
painkiller painkillers opioid opioids analgesic
psychiatric psychiatrist
sleep insomnia
cancer tumour tumor
blood blood_pressure
heart cardiac
dream dreams
"""
"""Words that mean the same in a policy."""

RELATED = """
medical medicine prescribe dose symptom illness treatment doctor diagnose pregnant vaccine
  health side_effect interaction overdose surgery test_result antibiotic painkiller supplement
legal lawyer contract sue immigration outcome divorce testament tenant
invest stock crypto tax financial finance retirement savings budget
loan lender debt bank bankrupt
money balance transaction payment account transfer
personal_data address phone pin password credential identity email social_security_number
  location
salary employee manager hire dismiss hr employer payroll applicant appraisal
sex romantic nude flirt_with kiss
violence fight weapon explosive kill hurt
homework essay exam solve grade
hack malware backdoor denial_of_service
hate bully insult abuse threat stereotype
narcotic alcohol tobacco gamble
instructions secret prompt
refund discount compensation price return
politics religion news opinion
fraud counterfeit steal launder
suicide mental_health emergency therapist hotline
poem story joke lyrics
trip flight hotel passenger bag ticket
officer employee human agent
passport immigration border
minor student baby parent
explain discuss advise disclose
write produce solve complete calculate
execute handle process change cancel access
"""
"""Words of one field: near to each other, and not the same."""
