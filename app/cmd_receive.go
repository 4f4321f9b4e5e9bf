package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"

	"folkmoot/app/receive"
)

var receiveCommand = &command{
	name:     "receive",
	operands: []string{"[RECIPIENT]"},
	summary:  "Take a mail from a mail server: an answer to one of ours, or one that came back",
	about: `It reads one mail from standard input, for an alias of Postfix or Exim that pipes into a program, and leaves it to the
running site. Whom it is to is given, or stands in the environment that the mail server sets, or in the mail. It ends with
0 where the mail was taken, with 67 where nobody has the address, with 65 where it is no mail, and with 75 where the mail
server should hand it over again later. Who may run it must be able to read the data folder and to write the database.

With --lmtp it listens instead, and takes mail by LMTP from a mail server until it is stopped: at a host and a port, or at
the path of a socket. Let nobody but the mail server reach it.

FOLKMOOT_MAIL_REPLIES must be set, for this and for the site alike. A mailbox that the site itself looks into needs
neither: see FOLKMOOT_MAILBOX.`,
	examples: []string{
		`talk: "|/usr/local/bin/folkmoot receive"         (in /etc/aliases; with recipient_delimiter = +)`,
		"folkmoot receive --lmtp /run/folkmoot/lmtp.sock",
		"folkmoot receive talk+abc@example.org < mail.eml",
	},
	settings: true,
	prepare: func(flags *flag.FlagSet) action {
		lmtp := flags.String("lmtp", "", "`ADDRESS` to listen at by LMTP: 127.0.0.1:2424, or the path of a socket")
		return func(ctx context.Context, c *call) error {
			if *lmtp != "" && len(c.args) > 0 {
				return wrongUsage("a recipient and --lmtp do not go together")
			}
			desk, config, err := openDesk(ctx, c)
			if err == nil && *lmtp != "" {
				err = listenLMTP(ctx, c, desk, config, *lmtp)
			} else if err == nil {
				recipient := ""
				if len(c.args) > 0 {
					recipient = c.args[0]
				}
				err = receive.Pipe(ctx, desk, c.stdin, recipient, c.environ)
			}
			if desk.DB != nil {
				err = errors.Join(err, desk.DB.Close())
			}
			if err != nil && !errors.As(err, new(receive.Status)) && *lmtp == "" {
				return receive.Status{Code: receive.TryLater, Cause: err} // whatever is wrong here, no mail is lost
			}
			return err
		}
	},
}

// openDesk opens what leaves mail to the running site.
func openDesk(ctx context.Context, c *call) (receive.Desk, *Config, error) {
	config, err := c.config()
	if err != nil {
		return receive.Desk{}, nil, err
	}
	if config.Replies.Pattern == "" {
		return receive.Desk{}, nil, errors.New("FOLKMOOT_MAIL_REPLIES is not set, so no mail can be answered")
	}
	reader, err := config.reader(slog.New(slog.NewTextHandler(c.stderr, nil)))
	if err != nil {
		return receive.Desk{}, nil, err
	}
	d, err := openStorage(ctx, config)
	return receive.Desk{DB: d, Reader: reader}, config, err
}

func listenLMTP(ctx context.Context, c *call, desk receive.Desk, config *Config, address string) error {
	listener, err := receive.Listen(address)
	if err != nil {
		return fmt.Errorf("cannot listen at %s: %w", address, err)
	}
	fmt.Fprintf(c.stdout, "folkmoot takes mail by LMTP at %s\n", listener.Addr())
	return receive.LMTP(ctx, desk, listener, config.BaseURL.Hostname(), slog.New(slog.NewJSONHandler(c.stderr, nil)))
}
