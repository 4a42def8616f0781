// Light or dark: as the system says, or as the reader has chosen, which is kept; early.js sets it before the page is painted.
const KEY = 'infoscope.theme';
const CHOICES = ['light', 'dark'];
const system = matchMedia('(prefers-color-scheme: dark)');
const root = document.documentElement;

export const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);

function choose(choice) {
  if (CHOICES.includes(choice)) {
    root.dataset.theme = choice;
  } else {
    delete root.dataset.theme;
  }
}

function keep(choice) {
  try {
    if (CHOICES.includes(choice)) {
      localStorage.setItem(KEY, choice);
    } else {
      localStorage.removeItem(KEY);
    }
  } catch {
    // A browser that keeps nothing: the choice holds until the page is left.
  }
}

/** Makes a select with the values system, light and dark the switch; `changed()` when the page is to be drawn in other colours. */
export function switchBy(select, changed) {
  select.value = root.dataset.theme ?? 'system';
  select.addEventListener('change', () => {
    choose(select.value);
    keep(select.value);
    changed();
  });
  system.addEventListener('change', changed);
  // Another tab of this page.
  addEventListener('storage', event => {
    if (event.key === KEY) {
      choose(event.newValue);
      select.value = root.dataset.theme ?? 'system';
      changed();
    }
  });
}
