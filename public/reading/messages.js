// What the modules in this folder say, in the language of the interface. The words come from messages/*.json, section "reading": the last step
// of a build (scripts/finish.mjs) writes a module of them for each language beside this one.

/**
 * The voice of a language (BCP 47): `say(name, values)` is the message of that name, with values in the place of `{parameters}`. Numbers are written as the
 * language writes them; a message with plural forms takes that of `values.count`.
 */
export async function voice(locale) {
  const { default: messages } = await import(`./messages.${locale}.js`);
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  return (name, values = {}) => {
    const message = messages[name];
    const text = typeof message === 'string' ? message : message[plural.select(values.count)] ?? message.other;
    return text.replace(/\{(\w+)\}/g, (_, value) => (typeof values[value] === 'number' ? number.format(values[value]) : values[value]));
  };
}
