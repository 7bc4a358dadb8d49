# Prints what .trx files contain about each test that did not pass, and about a run that ended early: name, message, stack.
BEGIN {
    most_lines = 40
    most_lines_of_message = 28
    most_in_full = 20
}

function text(value) {
    gsub(/&#xD;|\r/, "", value)
    gsub(/&#xA;/, " ", value)
    gsub(/&lt;/, "<", value)
    gsub(/&gt;/, ">", value)
    gsub(/&quot;/, "\"", value)
    gsub(/&apos;|&#39;/, "'", value)
    gsub(/&amp;/, "\\&", value)
    return value
}

function begin(title) {
    print title
    lines = ++begun > most_in_full ? most_lines : 0
    inside = 1
}

# A test that passed may have child elements too: its output.
/<UnitTestResult / {
    inside = 0
    if (!/ outcome="Passed"/) {
        match($0, / testName="[^"]*"/)
        name = substr($0, RSTART + 11, RLENGTH - 12)
        match($0, / outcome="[^"]*"/)
        begin(toupper(substr($0, RSTART + 10, RLENGTH - 11)) " " text(name))
    }
}

# Each failed test also has one of these.
/<RunInfo / && / outcome="(Error|Failed|Aborted|Timeout)"/ { run_info = 1 }
run_info && /<Text>/ {
    if (!/\[FAIL\]/)
        begin("THE RUN")
    run_info = 0
}

inside && /<(Message|StackTrace|Text)>/ {
    telling = 1
    most = /<StackTrace>/ ? most_lines : most_lines_of_message
    sub(/.*<(Message|StackTrace|Text)>/, "")
}

telling {
    last = sub(/<\/(Message|StackTrace|Text)>.*/, "")
    if (lines < most && $0 != "") {
        print "    " substr(text($0), 1, 300)
        lines++
    }
    telling = !last
}

/<\/(UnitTestResult|RunInfo)>/ { inside = 0 }
