// Draws what the emulated Teams shows, with Microsoft's renderer, which index.html loads.
import { el } from './dom.js';

/* global AdaptiveCards */

const COLOURS = {
  light: { text: '#242424', subtle: '#616161', accent: '#4f52b2', good: '#0e700e', warning: '#8a3707',
    attention: '#b10e1c', card: '#ffffff', emphasis: '#f5f5f5', line: '#e0e0e0', goodBack: '#f1faf1',
    warningBack: '#fdf6f3', attentionBack: '#fdf3f4', accentBack: '#e8ebfa', mark: '#fff0b3' },
  dark: { text: '#ffffff', subtle: '#adadad', accent: '#aab1ff', good: '#92c353', warning: '#faa06b',
    attention: '#f58c94', card: '#292929', emphasis: '#333333', line: '#3d3d3d', goodBack: '#0b2a0b',
    warningBack: '#3d2510', attentionBack: '#3b1519', accentBack: '#2a2b50', mark: '#5c4a00' },
};
const SANS = '"Segoe UI", system-ui, sans-serif';
const MONO = 'Consolas, Menlo, monospace';

function config(dark) {
  const c = dark ? COLOURS.dark : COLOURS.light;
  const mark = { default: c.mark, subtle: c.mark };
  const ink = (strong, weak) => ({ default: strong, subtle: weak || strong, highlightColors: mark });
  const foregroundColors = { default: ink(c.text, c.subtle), dark: ink(c.text, c.subtle), light: ink(c.text, c.subtle),
    accent: ink(c.accent), good: ink(c.good), warning: ink(c.warning), attention: ink(c.attention) };
  const ground = backgroundColor => ({ backgroundColor, borderColor: c.line, foregroundColors });
  const face = (fontFamily, small) => ({ fontFamily,
    fontSizes: { small, default: small + 2, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 } });
  return new AdaptiveCards.HostConfig({
    fontFamily: SANS,
    supportsInteractivity: true,
    fontTypes: { default: face(SANS, 12), monospace: face(MONO, 11) },
    lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
    spacing: { none: 0, small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: c.line },
    containerStyles: { default: ground(c.card), emphasis: ground(c.emphasis), accent: ground(c.accentBack),
      good: ground(c.goodBack), warning: ground(c.warningBack), attention: ground(c.attentionBack) },
    actions: { maxActions: 6, spacing: 'default', buttonSpacing: 8, actionsOrientation: 'horizontal',
      actionAlignment: 'left', showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' } },
    adaptiveCard: { allowCustomStyle: true },
    textBlock: { headingLevel: 3 },
    inputs: { label: { inputSpacing: 4, requiredInputs: { suffix: ' *', suffixColor: 'attention', weight: 'bolder' },
      optionalInputs: { weight: 'bolder' } }, errorMessage: { color: 'attention', spacing: 'small' } },
    factSet: { title: { weight: 'bolder', wrap: true, maxWidth: 130 }, value: { wrap: true }, spacing: 12 },
  });
}

// What the gate escaped is shown as the character, a mention as its name; nothing becomes markup.
function markdown(words) {
  return words
    .replace(/<at>(.*?)<\/at>/g, '$1')
    .replace(/\\([\\`*[\]<>&~{}_\-+.)#])/g, '$1')
    .replace(/[&<>"']/g, found => '&#' + found.charCodeAt(0) + ';');
}

// press(verb, inputs): an action of the card was pressed.
export function drawCard(json, dark, press) {
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (words, result) => {
    result.outputHtml = markdown(words);
    result.didProcess = true;
  };
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = config(dark);
  card.onExecuteAction = action => {
    const type = action.getJsonTypeName();
    if (type === 'Action.Execute') {
      press(action.id || action.verb || action.title, strings(action.data));
    } else if (type === 'Action.OpenUrl' && /^https?:\/\//i.test(action.url)) {
      window.open(action.url, '_blank', 'noopener,noreferrer');
    }
  };
  const context = new AdaptiveCards.SerializationContext();
  card.parse(json, context);
  const host = el('div', 'tm-card');
  const unknown = [...Array(context.eventCount).keys()].map(index => context.getEventAt(index))
    .filter(event => /Unknown/.test(AdaptiveCards.ValidationEvent[event.event]));
  unknown.forEach(event => host.append(el('span', 'unsupported', 'unsupported: ' + event.message)));
  const drawn = card.render();
  if (drawn) {
    mend(drawn);
    host.append(drawn);
  }
  return host;
}

function strings(data) {
  return Object.fromEntries(Object.entries(data || {}).filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [name, String(value)]));
}

// What the renderer leaves out for those who do not see the card.
function mend(drawn) {
  drawn.querySelectorAll('[role=heading]:not([aria-level])').forEach(node => node.setAttribute('aria-level', '3'));
  drawn.removeAttribute('tabindex');
}
