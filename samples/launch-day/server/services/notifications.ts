import { mailFrom, transporter } from '../lib/mailer.js';
import { invoicePath } from './invoices.js';

/** Sends the order confirmation with the invoice attached */
export async function sendOrderConfirmation(to: string, orderNumber: string) {
  await transporter.sendMail({
    from: mailFrom,
    to,
    subject: `Your order ${orderNumber}`,
    text: `Thank you for your order ${orderNumber}! You will find the invoice attached.\n`,
    attachments: [{ filename: `invoice-${orderNumber}.pdf`, path: invoicePath(orderNumber) }],
  });
}
