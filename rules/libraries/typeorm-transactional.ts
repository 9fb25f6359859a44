import { library, type Call } from '../kit/library.ts'

/** Afterwards repositories and managers ask in the transaction of the context that they run in. */
const ambient: Call = { configures: [{ option: 'ambient-transaction', libraries: ['TypeORM'] }] }

export default library({
  name: 'typeorm-transactional',
  packages: ['typeorm-transactional', 'typeorm-transactional-cls-hooked'],
  docs: 'https://github.com/Aliheym/typeorm-transactional#readme',
  exports: { initializeTransactionalContext: ambient, patchTypeORMRepositoryWithBaseRepository: ambient },
})
