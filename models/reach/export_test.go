package reach

var LowerTail = lowerTail
