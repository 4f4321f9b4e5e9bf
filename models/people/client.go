package people

import (
	"net/netip"
	"strings"
)

// Client is what a request tells about the browser it came from. Nothing of it is stored as it is.
type Client struct {
	Address   string   // the address it came from, behind trusted proxies
	UserAgent string   // the User-Agent header
	Session   string   // the session token that it carried, valid or not
	Browser   string   // the secret that it was given when it asked for a link; see Asked
	Device    string   // the secret by which it is known again; see DeviceKept
	Shared    string   // the token of a device that several people use in turn
	Drafts    []string // tokens of the drafts it keeps
	Language  string   // in which pages are shown to it, a BCP 47 tag; "" for the place's
	Closed    bool     // the place is not open to the public: nobody can join
}

// network gives the part of the address that a household or an office shares.
func (c Client) network() string { return NetworkOf(c.Address) }

// NetworkOf shortens an address to its network, a /24 or a /56, which is what limits count by and sessions show.
// It gives "" for what is no address.
func NetworkOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	ip = ip.Unmap().WithZone("")
	bits := 24
	if ip.Is6() {
		bits = 56
	}
	prefix, err := ip.Prefix(bits)
	if err != nil {
		return ""
	}
	return prefix.String()
}

// device says in words which browser it is, coarsely.
func (c Client) device() string {
	browser := firstMatch(c.UserAgent, [][2]string{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser", "Samsung Internet"},
		{"Firefox", "Firefox"},
		{"FxiOS", "Firefox"},
		{"CriOS", "Chrome"},
		{"Chrome", "Chrome"},
		{"Safari", "Safari"},
	})
	system := firstMatch(c.UserAgent, [][2]string{
		{"Android", "Android"},
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Windows", "Windows"},
		{"CrOS", "Chromebook"},
		{"Mac OS X", "Mac"},
		{"Linux", "Linux"},
	})
	switch {
	case browser != "" && system != "":
		return browser + " on " + system
	case browser+system != "":
		return browser + system
	default:
		return "A browser"
	}
}

func firstMatch(text string, choices [][2]string) string {
	for _, choice := range choices {
		if strings.Contains(text, choice[0]) {
			return choice[1]
		}
	}
	return ""
}
