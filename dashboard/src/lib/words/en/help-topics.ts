/** English texts behind the question marks: what a figure means, and where it comes from. */
import type { HelpText, HelpTopic } from '../help-topics.ts';

export const helpTopics: Record<HelpTopic, HelpText> = {
  edStatus: {
    meaning: [
      'Open: the ED receives patients. Impending stop: it still does, and warns. Stop: it asks not to be presented new patients; a patient with no time to lose may still be brought. Unknown: nothing heard yet.',
      'A small clock is an ED that was open and then fell silent. It is never drawn as open. After the end of a stop the status is unknown until the hospital says something.',
    ],
    source:
      'The hospital’s own report. A report by its own coordinator goes before a feed. Definition of a stop: LNAZ.',
  },
  age: {
    meaning: [
      'The age counts from the moment at which the hospital saw the figure. Fresh, ageing, stale: a stale figure stays, loses weight and gets a clock.',
      'Two arrows: feed. Pencil: by hand. Handset: by phone.',
    ],
    source:
      'A figure is expected every 5 minutes from ED and trauma bay, every 10 from beds. After one and a half times that it is ageing, after three times it is stale.',
  },
  figures: {
    meaning: [
      'Left: what can take a patient now, less what is held for those on the way. Right: what is staffed.',
      'A dash is unknown and never zero. Not every hospital has every unit.',
    ],
    source:
      'The hospital’s report: by hand, by phone or by a feed. Contradictory figures stay as given and are marked.',
  },
  sums: {
    meaning: [
      'Only hospitals of which both figures are known count; “6 of 7 known” says how many those are. The others are in neither number.',
      'The age is that of the oldest figure in the sum.',
    ],
    source: 'Added up from the reports of the hospitals, again at each new report.',
  },
  hurts: {
    meaning: [
      'Named are the regions with a stop, the heaviest first; failing those, the regions where a stop impends.',
      'It says calm only when every ED says something. When more than a fifth is silent it says that the state is not known.',
    ],
    source:
      'Derived from the ED statuses. ROAZ regions and hospitals: public sources, November 2026. Borders on the map are indicative.',
  },
  inbound: {
    meaning: [
      'Patients for whom this hospital was decided and who have not arrived, with the expected time. Who is overdue stays until somebody says where the patient is.',
    ],
    source:
      'Decisions of the dispatch rooms. Expected arrival: decision, time on scene and drive, or the last reported position.',
  },
  stopsNow: {
    meaning: [
      'Every stop has a reason and an end. The bar is the time that is left. A stop can be on the ED, on one unit or on a device.',
      'For a patient in danger of life a stop is never a ban.',
    ],
    source: 'The hospital’s report. Definition of a stop: LNAZ.',
  },
  stopsToday: {
    meaning: [
      'Stops of EDs and of whole sites since midnight, up to now. A stop that began yesterday counts from midnight. What ran together at one hospital counts once.',
      'Stops of a ward or a device do not count here.',
    ],
    source: 'The ledger: begin, end and reason of each stop.',
  },
  trends: {
    meaning: [
      'What was known at each quarter of an hour: free, less what was held, and staffed. A figure that was stale by then is a gap in the line, not a zero.',
      'A region is the sum of what is known; beside it stands of how many hospitals. Least and most count only the moments at which most was known.',
    ],
    source: 'The ledger. Quarters are kept for 400 days.',
  },
  levelOne: {
    meaning: [
      'Free trauma bays of all level-1 sites of the country together, with how many of them are known and the age of the oldest figure. The nearest stands first.',
    ],
    source: 'Reports of the hospitals; levels by public sources and the criteria of the NVT.',
  },
  neighbours: {
    meaning: [
      'Level-1 sites in the neighbouring regions, and hospitals there with both a free trauma bay and a free ICU bed. The drive is with siren, from the first level-1 site of the region, as a range.',
    ],
    source: 'Reports of the hospitals; levels by public sources and the criteria of the NVT.',
  },
  changed: {
    meaning: [
      'What changed since you pressed “Seen” or were away from here for more than ten minutes, on this device. A figure that went up and down and came out the same is left out.',
    ],
    source: 'The entries of the ledger since that moment.',
  },
  findings: {
    meaning: [
      'Each finding is yes, no or unknown, and starts unknown. Unknown does not count as absent. A red criterion is severe injury, a yellow one moderate; the crew’s judgement counts as red.',
      'Under “Still to ask” stands which unknown could still change the order.',
    ],
    source:
      'Field triage guideline of the ACS-COT, 2021, with two additions of ours. A list of criteria alone misses much severe injury: in the middle of the Netherlands it missed two of three.',
  },
  score: {
    meaning: [
      'Driving minutes plus penalty minutes, in one number that you can check. The lowest stands first within its tier. Open a row for the whole sum: what counted, what did not and what was unknown.',
      'It supports a decision and is no chance of survival.',
    ],
    source:
      'Policy rank/1. Driving time: the routing engine or our estimate. Penalty minutes are a proposal and need calibration with medical managers.',
  },
  travel: {
    meaning: [
      'Minutes from the scene to the hospital, with the limits between which it usually falls. An opened sum says what it was computed with.',
      'With and without sirens differ. Across water an estimate can be far off; it then says so and costs 5 minutes.',
    ],
    source:
      'A configured routing engine, otherwise our estimate over a road network of our own, calibrated on driving times around Dutch hospitals and ambulance runs in Denmark.',
  },
  tie: {
    meaning: [
      'A difference under 3 minutes means nothing and counts as a tie. Then go first: a reliable driving time, for severe injury the higher level, fresher figures, the shortest drive.',
    ],
    source:
      'Measured driving times usually differ some 5 minutes from an estimate (North East England). The limit is a proposal.',
  },
  tiers: {
    meaning: [
      'A higher tier always goes first, whatever the minutes. For severe injury that is level 1 within 45 minutes; level 2 and level 1 farther away are then fallback.',
      'With an immediate threat the nearest ED stands first, to stabilise.',
    ],
    source:
      'Policy rank/1. The limit of 45 minutes follows the Norwegian trauma plan; the Dutch 45 minutes are a planning norm and no medical limit.',
  },
  rejected: {
    meaning: [
      'A hard rule dropped the hospital; the first that applies is named. Everybody stays in the list, and you may still choose one, with a reason.',
      'Never hard: a stop in danger of life, nothing free, old figures.',
    ],
    source: 'Hard rules H1 to H6 of policy rank/1.',
  },
  held: {
    meaning: [
      'A decision holds the scarce place, so that a next case does not get it as well. The place is released at arrival, cancellation, a new destination, or 20 minutes after the expected arrival.',
    ],
    source:
      'Policy rank/1, after the example of cardiac care where a bed is claimed with one press.',
  },
  arrivals: {
    meaning: [
      'Pre-alerts of the dispatch room: what is known, which place is held, and between which times the arrival falls. There is never a name.',
      '“Seen” says that you know. “Cannot” is a message to the dispatch room and no veto: they decide whether the patient goes elsewhere.',
    ],
    source:
      'The decision of the dispatch room. Expected arrival: decision, time on scene and drive, or the last reported position.',
  },
  asSeen: {
    meaning: [
      'This is how your hospital stands with dispatch rooms and on the map now. Who waits with reporting sees the figures age here; a stale figure costs minutes in the advice.',
    ],
    source: 'Your last reports, with the rules on age that hold for everybody.',
  },
  ownReport: {
    meaning: [
      'What you report here is with others within a second. For ten seconds you can take it back. A stop always has a reason and an end; after that the status is unknown until you say something.',
      'What you report by hand goes before a feed, until it is stale and the feed brings something new.',
    ],
    source: 'Your own report, with who and when in the ledger.',
  },
  override: {
    meaning: [
      'Every choice but number 1, one that tied included. Choosing otherwise is always allowed and no error; the reason belongs to it. In urgent cases the reason may follow, at the latest with the handover.',
    ],
    source: 'The advice on the screen at that decision, and the choice that followed.',
  },
  severeNorm: {
    meaning: [
      'Of the cases with severe injury in this selection: how many went to a level 1, and how many to a designated trauma centre. Severe injury here is the suspicion on the way.',
      'The norm is about injuries that afterwards proved to be ISS 16 or more. So the figures are related and not the same.',
    ],
    source:
      'Norm of the Dutch health care institute and insurers: 90 % of the severely injured straight to a level-1 centre. Designated centres: Wbmv, article 8.',
  },
  replay: {
    meaning: [
      'The order was computed again just now from the ledger, with the picture, the driving times and the rules of that second, and compared with the advice of then.',
      'A difference means that the advice does not follow from these data. That does not yet say whether the ledger was changed; the chain checks that.',
    ],
    source: 'The entry of the advice in the ledger, with its SHA-256 hash.',
  },
  chain: {
    meaning: [
      'Every entry of the ledger carries the hash of the one before. Who changes or removes an entry breaks the chain from there.',
      'The check walks all entries. A whole chain says that nothing was changed, not that a report was true.',
    ],
    source: 'SHA-256 over each entry. The command verify-ledger on the server does the same.',
  },
  difference: {
    meaning: [
      'The sum of the advice and that of the choice side by side, in equivalent minutes. A minus is in favour of the choice.',
    ],
    source: 'The two rows of the order of then, rule by rule.',
  },
  penalties: {
    meaning: [
      'What a soft rule adds, as if it were driving time. In danger of life nearness weighs more, hence two numbers.',
      'A dash or zero in a sum means that the rule was looked at and cost nothing.',
    ],
    source:
      'Policy rank/1, its version and validity stand at the top. Each decision keeps the version it was made with.',
  },
  ground: {
    meaning: [
      'Evidence: published, or a definition in force. Proposal: chosen by us and not calibrated yet. A proposal expresses a weighing that medical managers should make.',
    ],
    source: 'The source stands with each rule.',
  },
  roles: {
    meaning: [
      'The role says what somebody may do, the scope over what: a hospital, a region, a dispatch room or the whole country. Nobody sees more than the role needs; a hospital sees no cases of another.',
    ],
    source: 'One table in the program, the same for pages, feeds and the live connection.',
  },
  keys: {
    meaning: [
      'With which a system signs in instead of a person. A key may do only what you tick, expires, and is shown once. Revoke a key as soon as it is no longer needed.',
    ],
    source: 'Only a hash is kept. Use is written in the ledger under the name of the key.',
  },
  webhooks: {
    meaning: [
      'A webhook sends messages one at a time, in the order of the ledger, and begins where it stood. What the receiver does not take is tried eight times and then kept under Not delivered. After a day without success it stops by itself.',
      'It is told what its owner may see at that moment. When the owner does not hold any more, it stops.',
    ],
    source: 'Signature: Standard Webhooks. The secret is kept nowhere.',
  },
};
