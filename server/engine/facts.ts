export * from '../../rules/kit/facts.ts'
