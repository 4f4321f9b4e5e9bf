// Package received takes mail that comes in: answers to what our mails told of, which are posted as if they had been
// typed on the site, and mail of ours that came back. Whose answer it is stands in the address that it is sent to, which
// we made; that it is theirs, in who it is from.
package received
