/** EDXL-DE 1.0 around a document of ours, for networks that pass messages on by it. Source: OASIS EDXL-DE 1.0 (2006), 3.2. Pure. */
import { DE_1 } from './words.ts';

export interface Envelope {
  /** Of this sending, unlike any other; letters, digits and `-`. */
  id: string;
  /** `actor@domain-name`. */
  sender: string;
  /** ISO UTC. */
  sentAt: string;
  /** An installation that is simulated says Exercise: nobody's live picture may take it for real. */
  status: 'Actual' | 'Exercise';
}

const element = (name: string, text: string) =>
  `<${name}>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}</${name}>`;

/** The document, its XML declaration moved to the front of the whole. */
export function inEnvelope(document: string, { id, sender, sentAt, status }: Envelope): string {
  const [, declaration = '', content = ''] = /^(<\?xml[^>]*\?>\s*)?([^]*)$/.exec(document) ?? [];
  const parts = [
    element('distributionID', id),
    element('senderID', sender),
    // The standard knows no Z: UTC is written as an offset.
    element('dateTimeSent', sentAt.replace(/Z$/, '+00:00')),
    element('distributionStatus', status),
    element('distributionType', 'Report'),
    element('combinedConfidentiality', 'UNCLASSIFIED AND NOT SENSITIVE'),
  ];
  const inside = `<xmlContent><embeddedXMLContent>${content.trim()}</embeddedXMLContent></xmlContent>`;
  const object = `<contentObject>${element('contentDescription', 'EDXL-HAVE 1.0')}${inside}</contentObject>`;
  return `${declaration}<EDXLDistribution xmlns="${DE_1}">${parts.join('')}${object}</EDXLDistribution>\n`;
}
