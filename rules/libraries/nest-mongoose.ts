import { library } from '../kit/library.ts'
import { words } from './definitions/mongoose.ts'

/** Decorators for Mongoose's documents. */
export default library({
  name: 'Nest Mongoose',
  packages: ['@nestjs/mongoose'],
  docs: 'https://docs.nestjs.com/techniques/mongodb',
  schema: { ...words, library: 'Mongoose' },
  exports: {
    Schema: { decorates: { what: 'model' } }, Prop: { decorates: { what: 'column' } }, Virtual: {}, InjectModel: {}, InjectConnection: {},
    SchemaFactory: { is: 'Factory' },
  },
  types: { Factory: { members: { createForClass: { returns: 'Mongoose#Schema', defines: { what: 'model', schema: 0 } } } } },
})
