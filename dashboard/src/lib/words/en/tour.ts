/** English words of the tours of the demo: each step a question and its answer. */
import type { Words } from '../nl/index.ts';

export const tour: Words['tour'] = {
  title: 'Tour',
  invite: 'New here? A tour of two minutes',
  start: 'Tour, two minutes',
  again: 'Tour once more',
  step: (at, of) => `Step ${at} of ${of}`,
  next: 'Next',
  back: 'Back',
  end: 'Done',
  stop: 'Stop',
  keys: 'Arrows: next and back. Esc: stop.',
  gone: 'This part is not on the page now.',
  steps: {
    headline: {
      question: 'Where does it hurt in my region?',
      answer:
        'The sentence at the top says so, made from the reports of the hospitals. “Unconfirmed” means that nothing was heard for too long. Unknown is never counted as open, nor as zero.',
    },
    board: {
      question: 'What can each hospital take now?',
      answer:
        'Each unit shows available and staffed, with the age and the source. Shape and word say the status of the emergency department; colour never means anything else. A row does not jump by itself, so a hospital is always found in the same place.',
    },
    neighbours: {
      question: 'Who can take what we have no room for?',
      answer:
        'Here are the level-1 centres of the neighbouring regions, and neighbours with a free trauma bay and a free ICU bed. The nearest stands first.',
    },
    changes: {
      question: 'What changed while I was away?',
      answer:
        'Everything since your last look, newest first. In the table a changed figure gets a bar before it. “Seen” begins the list anew.',
    },
    take: {
      question: 'Can I take this along to a meeting?',
      answer:
        'Yes: on paper in A4, or each table as a file for a spreadsheet. Each print and each line says of which moment the picture is, for a print grows old.',
    },
    live: {
      question: 'How do I know that this is true now?',
      answer:
        'Here stands how old the picture is. When the connection is lost, the screen says so in large letters and since when; it then connects again by itself.',
    },
    log: {
      question: 'Why did that patient go there?',
      answer:
        'Each decision stands here with the advice of that moment. Open one: the ranking is computed anew from what was known that second. Who chose otherwise gave a reason.',
    },
    chairRules: {
      question: 'Who decides on the ranking?',
      answer:
        'These rules, each marked as evidence or as a proposal. Proposals still need the approval of medical managers. The program advises, people decide.',
    },
    cases: {
      question: 'Where do I begin with a patient?',
      answer:
        'Here are your cases. The letter n opens a new one, the slash chooses the place. Everything works by keyboard; the question mark shows all keys. In the demo there are always cases under way, so that you can practise without breaking anything.',
    },
    desk: {
      question: 'Why is this hospital first?',
      answer:
        'The sum is the answer: driving plus minutes added, explained rule by rule. Each finding that you enter changes the order at once, and it says by what. Nothing begins at “no”: what you do not know stays unknown and counts as such. After your choice Spoedkaart holds the trauma bay and warns the hospital. You may always choose another than advised; the reason can come later.',
    },
    dispatchMap: {
      question: 'How is the rest of the country?',
      answer:
        'The map and the list say the same: status, free trauma bays and ICU beds, with their age. Choosing in one chooses in the other. Unknown is a hatched ring, and not empty.',
    },
    dispatchLog: {
      question: 'Can anybody later see what I knew?',
      answer:
        'Yes. Each decision of your room stands here, with the picture and the advice of that second. A reason to choose otherwise can also be given afterwards, when it is quiet again.',
    },
    rules: {
      question: 'What does the advice rest on?',
      answer:
        'On these rules. Each is marked as evidence, or as a proposal that still needs approval. Spoedkaart is no certified medical device: people decide.',
    },
    hospitalAnswer: {
      question: 'Is what others see of us true?',
      answer:
        'This page shows your hospital as dispatch and region see it. When something is wrong, you correct it here in a tap or two, and everybody sees it within a second.',
    },
    hospitalDesk: {
      question: 'Who is coming, and what do I report?',
      answer:
        'A patient on the way stands above everything, with the expected arrival and what is known. Below it you confirm your figures or change a bed. A tap can be undone for ten seconds, so nothing asks you to confirm first. A stop always has an end and ends by itself. After that end the status is unknown, not open: so report that you are open again. When the connection is lost, what you enter stays on this device and is sent later.',
    },
    hospitalMap: {
      question: 'How are the neighbours doing?',
      answer:
        'Map and list show each hospital, with the age of each figure. A hospital that is silent turns grey with a clock: its figures weigh less.',
    },
    hospitalLog: {
      question: 'Why did this patient come to us?',
      answer:
        'Here are the decisions on patients who were assigned to you, with the advice and the reason. You see what was known of your hospital at that moment.',
    },
    setup: {
      question: 'Where do I begin on the first day?',
      answer:
        'With these five steps: region, hospitals, people, feeds and who is still silent. A step is done when it is so, not when you tick it. You can stop and go on later; so can a colleague. Each hospital says how sure its facts are and where they come from.',
    },
    accounts: {
      question: 'Who may do what here?',
      answer:
        'Each account has one role and speaks for a region, a dispatch room or a hospital. Who lost a password gets a new link. Close an account rather than share it: the ledger then still says who did what.',
    },
    keys: {
      question: 'How do I connect a hospital system?',
      answer:
        'By a key that holds for that hospital only, is shown once and expires by itself. You see when it was last used, and revoking it holds at once.',
    },
    adminMap: {
      question: 'Do I see patients as an administrator?',
      answer:
        'No. You see the capacity of the country as everybody does, with the age of each figure. Cases and decisions are for dispatch, hospital and chair. Names of patients stand nowhere.',
    },
    adminRules: {
      question: 'What still needs approval?',
      answer:
        'Each rule is marked as evidence or as a proposal. A region that works with this has its medical managers settle the proposals. What held is kept with each decision.',
    },
    mapAnswer: {
      question: 'Where does it hurt in the Netherlands?',
      answer:
        'The sentence at the top says so, made from what the hospitals report. Below it stands what is free, of how many hospitals that is known and how old the oldest figure is. So you also know what the sentence does not.',
    },
    list: {
      question: 'How do I find one hospital?',
      answer:
        'Search by name, city or region, or press the slash. The arrows walk the list; map and list choose together. Each column sorts, and the buttons at the top keep one status only.',
    },
    figures: {
      question: 'What do the signs and figures mean?',
      answer:
        'A disc is open, half a disc impending, a square a stop, a hatched ring unknown. The shape says it without colour too. Figures give available first, then staffed. A dash is unknown, never zero.',
    },
    viewerTake: {
      question: 'May I use the figures?',
      answer:
        'You can take each table along for a spreadsheet. Each line says of which moment it is. Who is on the way and why you do not see: that is for those who work with it.',
    },
  },
};
