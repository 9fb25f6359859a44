import { library } from '../kit/library.ts'

/** Decorators that describe or validate: they ask nobody who they are and set no cache policy. */
export default library({
  name: 'Nest decorators',
  packages: ['@nestjs/swagger', 'class-validator', 'class-transformer', '@nestjs/mapped-types'],
  docs: 'https://docs.nestjs.com/openapi/decorators',
  exports: { '*': {} },
})
