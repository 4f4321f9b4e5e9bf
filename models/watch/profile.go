package watch

import "strings"

// networks are hosts of social networks, by the part of a page's address that says that it is a person's; an empty one
// is a network where people and organisations have pages alike.
var networks = map[string]string{
	"facebook.com": "", "fb.com": "", "instagram.com": "", "twitter.com": "", "x.com": "", "threads.net": "", "tiktok.com": "", "snapchat.com": "add",
	"linkedin.com": "in", "onlyfans.com": "", "t.me": "", "vk.com": "",
}

// places are the first parts of addresses there that are nobody's page.
var places = setOf("groups group pages events watch share sharer hashtag search company school i intent home explore p reel reels status permalink.php story.php marketplace help policies video")

// profile tells whether an address is of somebody's page on a social network, and whether that is sure.
func profile(host, path string) (found, sure bool) {
	for _, label := range []string{"www.", "m.", "en-gb.", "uk."} {
		host = strings.TrimPrefix(host, label)
	}
	person, known := networks[host]
	if !known {
		return false, false
	}
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '?' || r == '#' })
	switch {
	case len(parts) == 0:
		return false, false
	case person != "":
		return len(parts) > 1 && strings.ToLower(parts[0]) == person, true
	case places[strings.ToLower(parts[0])]:
		return false, false
	}
	return true, strings.HasPrefix(parts[0], "profile.php")
}
