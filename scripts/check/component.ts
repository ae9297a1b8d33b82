/** Takes a Svelte component apart for the scans: what is code, what is style, what a user reads. */
import { parse, type AST } from 'svelte/compiler';

/** A piece of the file; `start` counts characters from its beginning. */
export interface Piece {
  start: number;
  text: string;
}

/** An attribute or property with the literal pieces that can become its value. */
export interface LiteralAttribute {
  /** Name of the element or component. */
  on: string;
  name: string;
  start: number;
  values: Piece[];
}

export interface Component {
  /** The file with everything blanked that is neither script nor expression: lines and places are kept. */
  code: string;
  /** Style sheets, style attributes and style directives (as `property:value`). */
  styles: Piece[];
  /** Text between tags, and literals that an expression between tags can become. */
  texts: Piece[];
  attributes: LiteralAttribute[];
}

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** The same number of characters and lines, with nothing in them. */
export function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** Throws what the compiler throws when the file is no component. */
export function takeApart(text: string): Component {
  const root = parse(text, { modern: true }) as AST.Root & { css: Node | null };
  const found: Component = { code: '', styles: [], texts: [], attributes: [] };
  const silent: [start: number, end: number][] = [];
  if (root.css !== null) {
    const { content } = root.css as Node & { content: { start: number; styles: string } };
    found.styles.push({ start: content.start, text: content.styles });
    silent.push([root.css.start, root.css.end]);
  }
  const visit = (node: Node, owner: string): void => {
    if (node.type === 'Text') {
      silent.push([node.start, node.end]);
      if (owner !== '') found.texts.push({ start: node.start, text: String(node.data) });
      return;
    }
    if (node.type === 'Comment') silent.push([node.start, node.end]);
    if (node.type === 'ExpressionTag' && owner !== '') {
      found.texts.push(...outcomes(node.expression, text));
    }
    const name = typeof node.name === 'string' ? node.name : owner;
    if (node.type === 'Attribute' || node.type === 'StyleDirective') {
      noteAttribute(node, owner, text, found);
      for (const part of partsOf(node.value)) visit(part, '');
      return;
    }
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) for (const one of value) if (isNode(one)) visit(one, name);
      if (isNode(value)) visit(value, name);
    }
  };
  visit(root.fragment as unknown as Node, ':root');
  let code = text;
  for (const [start, end] of silent)
    code = code.slice(0, start) + blank(code.slice(start, end)) + code.slice(end);
  found.code = code.replace(/<!--[^]*?-->/g, blank);
  return found;
}

const partsOf = (value: unknown): Node[] =>
  Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];

function noteAttribute(node: Node, owner: string, text: string, found: Component): void {
  const name = String(node.name);
  const parts = partsOf(node.value);
  const values = parts.flatMap((part) =>
    part.type === 'Text'
      ? [{ start: part.start, text: String(part.data) }]
      : outcomes(part.expression, text),
  );
  found.attributes.push({ on: owner, name, start: node.start, values });
  if (node.type === 'Attribute' && name !== 'style') return;
  const property = node.type === 'StyleDirective' ? `${name}:` : '';
  for (const value of values) {
    found.styles.push({ start: value.start - property.length, text: property + value.text });
  }
}

/** The literals that an expression can come to: both arms of a choice, the fixed parts of a template; never a condition. */
function outcomes(expression: unknown, text: string): Piece[] {
  if (!isNode(expression)) return [];
  switch (expression.type) {
    case 'Literal':
      return typeof expression.value === 'string'
        ? [{ start: expression.start + 1, text: expression.value }]
        : [];
    case 'TemplateLiteral':
      return (expression.quasis as Node[]).map((part) => ({
        start: part.start,
        text: text.slice(part.start, part.end),
      }));
    case 'ConditionalExpression':
      return [...outcomes(expression.consequent, text), ...outcomes(expression.alternate, text)];
    case 'LogicalExpression':
      return [...outcomes(expression.left, text), ...outcomes(expression.right, text)];
    case 'BinaryExpression':
      return expression.operator === '+'
        ? [...outcomes(expression.left, text), ...outcomes(expression.right, text)]
        : [];
    default:
      return [];
  }
}
