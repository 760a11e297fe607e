/** Checks the parameters of a request, each against its row. */
import type { Node } from 'jsonc-parser';
import type { Fields } from '../../api/falcon/fields.ts';
import { nearestName } from '../../core/fql/nearestName.ts';
import { shownText } from '../../core/shownText.ts';
import { checkValue } from './checkValue.ts';
import type { ValueContext } from './checkValue.ts';
import { takesText } from './fieldText.ts';
import type { Place } from './problems.ts';
import { membersOf } from './requestTree.ts';

export interface FieldsContext extends ValueContext {
  /** Said of a name that is not among the fields, where more is known than that. */
  readonly elsewhere: (name: string) => string | undefined;
}

/** What a name that is not known was probably meant to be. */
export function unknownText(what: string, name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  const hint = nearest ? `Did you mean “${nearest}”?` : known.length > 0 ? `Known: ${known.join(', ')}.` : 'There are none.';
  return `There is no ${what} “${shownText(name)}”. ${hint}`;
}

/**
 * @param node the object that holds the parameters; undefined where it is not written
 * @param where what is missing is told there
 */
export function checkFields(fields: Fields, node: Node | undefined, where: Place, context: FieldsContext, within = ''): void {
  const { report, elsewhere } = context;
  const members = membersOf(node);
  for (const { name, key, value } of members) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) report('error', 'unknownParameter', key, elsewhere(name) ?? unknownText('parameter', name, Object.keys(fields)));
    else if (value && checkValue(`${within}${name}`, field, value, context) && field.type === 'object') {
      checkFields(field.fields, value, key, context, `${within}${name}.`);
    }
  }
  for (const [name, field] of Object.entries(fields)) {
    if (!field.required || members.some((member) => member.name === name)) continue;
    report('error', 'missing', where, `“${within}${name}” is missing. ${takesText(field)}`);
  }
}
