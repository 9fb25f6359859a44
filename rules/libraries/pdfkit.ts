import { library } from '../kit/library.ts'

export default library({
  name: 'PDFKit',
  packages: ['pdfkit', '@types/pdfkit'],
  docs: 'https://pdfkit.org/docs/getting_started.html',
  // Told where the document is made, since all that is written into it and read from it goes through that name.
  exports: { default: { class: 'Document', new: { does: 'document', cost: 'writes a PDF' } } },
  types: {
    Document: {
      members: { end: {}, pipe: {}, on: { returns: 'self' }, '*': { returns: 'self' } },
    },
  },
})
