/** The page of `/docs`: reads /openapi.json and lets one try each request. No library, no other host. */

export const DOCS_BODY = `<main><h1>Spoedkaart API</h1><p id="about">…</p><nav id="tags" aria-label="Subjects"></nav><div id="list"></div></main>`;

export const DOCS_STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0}main{max-width:60rem;margin:auto;padding:1rem}
nav a{margin-right:1rem}h2{text-transform:capitalize}
details{border:1px solid #8888;border-radius:.4rem;margin:.4rem 0;padding:.4rem .8rem}
summary{cursor:pointer}code,pre,textarea,input{font:.875rem/1.45 ui-monospace,monospace}
.method{display:inline-block;min-width:4.5rem;font-weight:700;text-transform:uppercase}
pre{overflow:auto;max-height:24rem;padding:.6rem;border:1px solid #8884;border-radius:.3rem}
label{display:block;margin:.4rem 0}input,textarea{box-sizing:border-box;width:100%;padding:.4rem}
button{padding:.5rem 1rem;font:inherit}`;

/** Text goes into the page as text only: nothing of the description is taken for markup. */
export const DOCS_SCRIPT = `
const make = (name, props = {}, ...children) => {
  const element = Object.assign(document.createElement(name), props);
  element.append(...children);
  return element;
};
const show = (value) => make('pre', { textContent: JSON.stringify(value, null, 2) });
const spec = await (await fetch('/api/v1/openapi.json')).json();
const resolved = (schema, depth = 0) => {
  if (schema === null || typeof schema !== 'object' || depth > 12) return schema;
  if (Array.isArray(schema)) return schema.map((one) => resolved(one, depth + 1));
  if (schema.$ref) return resolved(spec.components.schemas[schema.$ref.split('/').pop()], depth + 1);
  return Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, resolved(part, depth + 1)]));
};
document.querySelector('#about').textContent = spec.info.description;
const sections = new Map();
for (const [path, methods] of Object.entries(spec.paths))
  for (const [method, operation] of Object.entries(methods)) {
    const tag = operation.tags?.[0] ?? 'other';
    if (!sections.has(tag)) sections.set(tag, make('section', { id: tag }, make('h2', { textContent: tag })));
    sections.get(tag).append(render(path, method, operation));
  }
for (const [tag, section] of sections) {
  document.querySelector('#tags').append(make('a', { href: '#' + tag, textContent: tag }));
  document.querySelector('#list').append(section);
}
function render(path, method, operation) {
  const summary = make('summary', {}, make('span', { className: 'method', textContent: method }), make('code', { textContent: path }), ' ' + (operation.summary ?? ''));
  const box = make('details', {}, summary);
  box.addEventListener('toggle', () => box.childElementCount === 1 && fill(box, path, method, operation), { once: true });
  return box;
}
function fill(box, path, method, operation) {
  if (operation.description) box.append(make('p', { textContent: operation.description }));
  const fields = (operation.parameters ?? []).map((parameter) => {
    const value = parameter.in === 'path' ? parameter.example ?? '' : '';
    const input = make('input', { name: parameter.name, value, placeholder: parameter.description ?? '' });
    box.append(make('label', {}, parameter.name + ' (' + parameter.in + (parameter.required ? ', required' : '') + ')', input));
    return { parameter, input };
  });
  const schema = operation.requestBody?.content?.['application/json']?.schema;
  const example = Object.values(operation.requestBody?.content?.['application/json']?.examples ?? {})[0]?.value ?? {};
  const body = schema ? make('textarea', { rows: 8, value: JSON.stringify(example, null, 2) }) : null;
  if (body) box.append(make('label', {}, 'body', body), make('details', {}, make('summary', { textContent: 'schema of the body' }), show(resolved(schema))));
  for (const [status, told] of Object.entries(operation.responses)) {
    const response = told.$ref ? spec.components.responses[told.$ref.split('/').pop()] : told;
    const content = Object.values(response.content ?? {})[0]?.schema;
    box.append(make('details', {}, make('summary', { textContent: status + ' ' + response.description }), show(resolved(content ?? {}))));
  }
  const output = make('output');
  const button = make('button', { type: 'button', textContent: 'Send' });
  button.addEventListener('click', async () => {
    let target = path;
    const query = new URLSearchParams();
    const headers = {};
    for (const { parameter, input } of fields) {
      if (parameter.in === 'path') target = target.replace('{' + parameter.name + '}', encodeURIComponent(input.value));
      else if (input.value === '') continue;
      else if (parameter.in === 'query') query.set(parameter.name, input.value);
      else headers[parameter.name] = input.value;
    }
    if (body) headers['content-type'] = 'application/json';
    const answer = await fetch(target + (query.size ? '?' + query : ''), { method: method.toUpperCase(), headers, body: body?.value });
    const text = await answer.text();
    let value = text;
    try { value = JSON.parse(text); } catch { /* not JSON: shown as it is */ }
    output.replaceChildren(make('p', { textContent: answer.status + ' ' + answer.statusText }), typeof value === 'string' ? make('pre', { textContent: value }) : show(value));
  });
  box.append(button, output);
}`;
