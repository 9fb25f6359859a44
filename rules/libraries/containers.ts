import { library, type Call, type Type } from '../kit/library.ts'

/** `container.resolve(Posts)`: an instance of the class that is asked for, or of the type argument. */
const made: Call = { makesOf: 0 }
const same: Call = { returns: 'self' }
const container: Type = {
  names: ['DependencyContainer', 'Container', 'ContainerInstance', 'ModuleRef'],
  static: { get: made, of: { returns: 'Container' } },
  members: { resolve: made, get: made, getAsync: made, create: made, createChildContainer: same },
}

/** What hands out objects by their class: tsyringe, Inversify, TypeDI, and Nest where it is asked by hand. */
export default library({
  name: 'Containers',
  packages: ['tsyringe', 'inversify', 'typedi', '@nestjs/core'],
  docs: 'https://github.com/microsoft/tsyringe#container',
  exports: { container: { is: 'Container' }, Container: { class: 'Container' }, ModuleRef: { class: 'Container' } },
  types: { Container: container },
})
