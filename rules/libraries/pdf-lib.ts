import { library, type Call } from '../kit/library.ts'

const save: Call = { does: 'document', cost: 'writes a PDF' }

export default library({
  name: 'pdf-lib',
  packages: ['pdf-lib'],
  docs: 'https://pdf-lib.js.org/docs/api/classes/pdfdocument',
  exports: { PDFDocument: { class: 'Document' } },
  types: {
    Document: {
      names: ['PDFDocument'],
      static: { create: { returns: 'Document' }, load: { returns: 'Document' } },
      members: { save, saveAsBase64: save },
    },
  },
})
