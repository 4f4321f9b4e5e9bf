package receive

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
	"golang.org/x/net/netutil"

	"folkmoot/models/received"
)

// Bounds on a conversation by LMTP.
const (
	lmtpRecipients = 20
	lmtpAtOnce     = 8 // conversations
	lmtpLine       = 4000
	lmtpStep       = 2 * time.Minute // for each step
	lmtpEnd        = 5 * time.Second // for the conversations that are under way when it stops
)

// Listen opens the address of an LMTP server: a host and a port, or the path of a socket, which whoever shares its group
// may write to.
func Listen(address string) (net.Listener, error) {
	path, isPath := strings.CutPrefix(address, "unix:")
	if !isPath && !strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "./") {
		return net.Listen("tcp", address)
	}
	if info, err := os.Lstat(path); err == nil && info.Mode()&os.ModeSocket != 0 {
		if left, err := net.Dial("unix", path); err == nil {
			left.Close()
			return nil, errors.New("another program listens there")
		}
		if err := os.Remove(path); err != nil { // left behind by one that was killed
			return nil, err
		}
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	return listener, os.Chmod(path, 0o660)
}

// LMTP answers a mail server until ctx ends. Each recipient of a mail is answered for itself.
func LMTP(ctx context.Context, desk Desk, listener net.Listener, name string, log *slog.Logger) error {
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &session{ctx: ctx, desk: desk, log: log}, nil
	}))
	server.LMTP, server.Domain = true, name
	server.MaxRecipients, server.MaxMessageBytes, server.MaxLineLength = lmtpRecipients, received.MaxMail, lmtpLine
	server.ReadTimeout, server.WriteTimeout = lmtpStep, lmtpStep
	server.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelWarn)
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), lmtpEnd)
		defer cancel()
		if server.Shutdown(end) != nil {
			server.Close()
		}
	})
	err := server.Serve(netutil.LimitListener(listener, lmtpAtOnce))
	if stop() {
		return err
	}
	<-stopped
	return nil
}

// session is one conversation with a mail server.
type session struct {
	ctx      context.Context
	desk     Desk
	log      *slog.Logger
	noSender bool
	to       []string
}

var (
	errNobody   = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such address here"}
	errNoMail   = &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "This mail cannot be read"}
	errTryAgain = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Not now, please try again later"}
)

// Mail begins a mail.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.noSender, s.to = from == "", nil
	return nil
}

// Rcpt takes a recipient whose address we made.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if !s.desk.Reader.Known(to, s.desk.DB.Clock.Now()) {
		return errNobody
	}
	s.to = append(s.to, to)
	return nil
}

// LMTPData takes a mail for each of its recipients.
func (s *session) LMTPData(r io.Reader, status smtp.StatusCollector) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	for _, to := range s.to {
		result, err := s.desk.Leave(s.ctx, received.Incoming{Raw: raw, To: to, NoSender: s.noSender})
		switch {
		case err != nil:
			s.log.Warn("a mail could not be left to the site", "error", err)
			status.SetStatus(to, errTryAgain)
		case result.NoSuchAddress():
			status.SetStatus(to, errNobody)
		case result.Unreadable():
			status.SetStatus(to, errNoMail)
		default:
			status.SetStatus(to, nil)
		}
	}
	return nil
}

// Data is for SMTP, which this is not.
func (s *session) Data(io.Reader) error { return errTryAgain }

// Reset forgets the mail that was begun.
func (s *session) Reset() { s.noSender, s.to = false, nil }

// Logout ends the conversation.
func (s *session) Logout() error { return nil }
