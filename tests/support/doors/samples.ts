/** Values out of a JSON Schema, as far as the doors' description uses it: such as fit, and such as do not. */
import * as fc from 'fast-check';

export interface Shape {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Shape;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Shape>;
  required?: string[];
  oneOf?: Shape[];
  anyOf?: Shape[];
  allOf?: Shape[];
  /** As it is used here: fields that do not stand together. */
  not?: { required: string[] };
}

export type Named = Readonly<Record<string, Shape>>;

/** What a reference leads to. @throws where it leads nowhere */
export function resolved(shape: Shape, named: Named): Shape {
  if (shape.$ref === undefined) return shape;
  const found = named[shape.$ref.replace('#/components/schemas/', '')];
  if (!found) throw new Error(`${shape.$ref} leads nowhere`);
  return resolved(found, named);
}

/** Lists stay short, and texts of any length are rare: what is sent has to fit into a request. */
const SHORT = 3;

/** Values that fit. */
export function fitting(given: Shape, named: Named): fc.Arbitrary<unknown> {
  const shape = resolved(given, named);
  if ('const' in shape) return fc.constant(shape.const);
  if (shape.enum) return fc.constantFrom(...shape.enum);
  const options = shape.oneOf ?? shape.anyOf;
  if (options) return fc.oneof(...options.map((option) => fitting(option, named)));
  switch (shape.type) {
    case 'string': {
      const { minLength = 0, maxLength = 60, pattern } = shape;
      const text = pattern
        ? fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' })
        : fc.string({ minLength, maxLength, unit: 'grapheme' });
      return text.filter(({ length }) => length >= minLength && length <= maxLength);
    }
    case 'integer':
    case 'number':
      return fc.integer({ min: shape.minimum ?? 0, max: shape.maximum ?? Number.MAX_SAFE_INTEGER });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(fitting(shape.items ?? {}, named), {
        minLength: shape.minItems ?? 0,
        maxLength: Math.min(shape.maxItems ?? SHORT, Math.max(SHORT, shape.minItems ?? 0)),
      });
    case 'object': {
      const fields = Object.entries(shape.properties ?? {}).map(
        ([name, inner]) => [name, fitting(inner, named)] as const,
      );
      const apart = shape.not?.required;
      return fc
        .record(Object.fromEntries(fields), { requiredKeys: shape.required ?? [] })
        .filter((value) => !apart?.every((name) => name in value));
    }
    default:
      return fc.jsonValue();
  }
}

/** The same value with one thing wrong: what is needed left out, another type, a text that does not match. */
export function unfitting(given: Shape, named: Named): fc.Arbitrary<unknown> {
  const shape = resolved(given, named);
  const options = shape.oneOf ?? shape.anyOf;
  if (options) return fc.oneof(...options.map((option) => unfitting(option, named)));
  if (shape.type !== 'object') return fc.constant(shape.type === 'string' ? 7 : 'seven');
  const { properties = {}, required = [] } = shape;
  return fc
    .tuple(fitting(shape, named), fc.constantFrom(...required), fc.integer({ min: 0, max: 2 }))
    .chain(([value, name, how]) => {
      const whole = value as Record<string, unknown>;
      if (how === 0) return fc.constant(Object.fromEntries(Object.entries(whole).filter(([field]) => field !== name)));
      const inner = properties[name] ?? {};
      const wrong = how === 1 ? fc.constant({ no: ['such', 'thing'] }) : unfitting(inner, named);
      return wrong.map((bad) => ({ ...whole, [name]: bad }));
    });
}
