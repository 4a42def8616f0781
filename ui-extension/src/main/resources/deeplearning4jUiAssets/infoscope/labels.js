// What series are called.
import { settingsLine } from './dom.js';

/** Series of one metric that are called the same have behind their label the options in which they differ. */
export function toldApart(series) {
  return series.map(each => {
    const namesakes = series.filter(({ info, label }) => info.id === each.info.id && label === each.label);
    const differing = [...new Set(namesakes.flatMap(({ options }) => Object.keys(options)))]
      .filter(name => namesakes.some(({ options }) => options[name] !== each.options[name]));
    const more = settingsLine(Object.fromEntries(differing.map(name => [name, each.options[name] ?? 'not stated'])));
    return namesakes.length < 2 ? each : { ...each, label: [each.label, more || `series ${each.key}`].filter(Boolean).join(', ') };
  });
}
