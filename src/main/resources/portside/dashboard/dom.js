// Builds elements. Text goes in as text alone, never as markup, so that nothing a client or provider sends can become part of the page.

const SVG = 'http://www.w3.org/2000/svg';

// el('td', {class: 'number', title: 'exact'}, 'text', child, …): an attribute that is null or false is left out, true is an empty one.
export function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

// Writes text only where it differs: a screen reader and the layout are left alone by what stays the same.
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// An attribute, or none for null; untouched where it is the same.
export function mark(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

// A state is told by shape and word; its colour only repeats them.
export function state(kind, text, title = null) {
  return el('span', { class: `state ${kind}`, title }, el('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[kind] ?? '○'), text);
}

export const SIGNS = { good: '●', warn: '▲', bad: '✕', idle: '○', busy: '◐' };
