import { getNamedType, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createApiSchema } from './schema';

const schema = createApiSchema();

describe('the contract', () => {
  it('describes every type, and every field and argument that says a number or takes one', () => {
    const bare: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      for (const field of Object.values(type.getFields())) {
        const named = getNamedType(field.type).name;
        const isMeasure = ['Count', 'Duration', 'DateTime'].includes(named);
        if ((isMeasure || type.name === 'Query') && !field.description)
          bare.push(`${type.name}.${field.name}`);
        for (const argument of field.args) {
          const obvious = ['by'].includes(argument.name);
          if (!obvious && !argument.description) bare.push(`${type.name}.${field.name}(${argument.name})`);
        }
      }
    }
    expect(bare).toEqual([]);
  });
});
