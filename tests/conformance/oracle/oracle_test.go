package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerui"
)

// Files on which readers of Dockerfiles disagree, numbered from 1. An accepted file is written as its
// instructions, "NAME start-end {flags} json <argument> heredoc=body", a "FROM a" of line 1 left out,
// then W and the line of each warning; "X" marks a heredoc that expands.
var disputed = []struct{ input, want string }{
	{"FROM a\nRUN [ 1 ]\n", `A 2: when using JSON array syntax, arrays must be comprised of strings only`},
	{"FROM a\nCMD --help\n", `B 2: dockerfile parse error on line 2: unknown flag: --help`},
	{"FROM a\nCMD -- --help\n", `CMD 2-2 <--help>`},
	{"FROM a\nARG --foo=1 X=2\n", `ARG 2-2 {--foo=1} <X=2>`},
	{"FROM a\nHEALTHCHECK --x NONE []\n", `HEALTHCHECK 2-2 {--x} json <NONE>`},
	{"FROM a\nRUN <<- E\nx\nE\n", `B 3: dockerfile parse error on line 3: unknown instruction: x`},
	{"FROM a\nRUN << E\nx\nE\n", `RUN 2-4 <<< E> E="x\n"X`},
	{"FROM a\nRUN echo $(( 1 << 2 ))\n", `A 2: unterminated heredoc`},
	{"FROM a\nRUN echo it's <<E\nx\nE\n", `B 3: dockerfile parse error on line 3: unknown instruction: x`},
	{"FROM a\nRUN (cat <<E) | b\nx\nE)\n", `RUN 2-4 <(cat <<E) | b> E)="x\n"X`},
	{"FROM a\nRUN <<E; y\nx\nE;\n", `RUN 2-4 <<<E; y> E;="x\n"X`},
	{"FROM a\nRUN cat<<E\nE\n", `B 3: dockerfile parse error on line 3: unknown instruction: E (did you mean ENV?)`},
	{"FROM a\nCOPY << E /x\nq\nE\n", `COPY 2-4 <<<> <E> </x> E="q\n"X`},
	{"FROM a\nCOPY <<E <<E /x\n1\nE\n2\nE\n", `COPY 2-6 <<<E> <<<E> </x> E="1\n"X E="2\n"X`},
	{"FROM a\nCOPY [\"<<E\", \"/x\"]\n", `COPY 2-2 json <<<E> </x>`},
	{"FROM a\nRUN <<\\E\n$x\nE\n", `RUN 2-4 <<<\E> E="$x\n"X`},
	{"FROM a\nRUN x \\\n\t\nRUN y\n", `RUN 2-4 <x RUN y> W4`},
	{"FROM a\nRUN x \\\\\\\nRUN y\n", `RUN 2-2 <x \\\> RUN 3-3 <y>`},
	{"\\\nFROM a\n", `FROM 1-2 <a>`},
	{"FROM a\nRUN x \\\n# c\n\n# d", `RUN 2-5 <x> W5`},
	{"FROM a\nRUN --mount=type=cache,\\\n  target=/x y\n", `RUN 2-3 {--mount=type=cache,} <target=/x y>`},
	{"FROM a\nCOPY --chown=\xc4\x85x s d\n", `COPY 2-2 {--chown=Ä} <x> <s> <d>`},
	{"#!/x\n# escape=`\nFROM a\nRUN x `\n", "FROM 3-3 <a> #!/x #escape=` RUN 4-4 <x `>"},
	{"# a=b\n# escape=`\nFROM a\n", "FROM 3-3 <a> #a=b #escape=`"},
	{"# syntax=a\n# Syntax=b\nFROM a\n", `A 1: only one syntax parser directive can be used`},
	{"FROM a\nENV \"a=b\" c=d\n", `ENV 2-2 <"a> <b"> <=> <c> <d> <=>`},
	{"FROM a\nENV a = b\n", `ENV 2-2 <a> <= b> <>`},
	{"FROM a\nENV a=b c\n", `A 2: Syntax error - can't find = in "c". Must be of the form: name=value`},
	{"FROM a\nENV a=\"b c=d\n", `ENV 2-2 <a> <"b c=d> <=>`},
	{"FROM a\nLABEL a=\xff\n", "LABEL 2-2 <a> <\uFFFD> <=>"},
	{"FROM a A\xc5\xbf b\n", "FROM 1-1 <a> <A\u017f> <b>"},
	{"FROM a\nWOR\xe2\x84\xaaDIR /x\n", "WOR\u212aDIR 2-2 </x>"},
	{"FROM a\rRUN b\n", `B 1: dockerfile parse error on line 1: FROM requires either one or three arguments`},
	{"\xef\xbb\xbf\xef\xbb\xbfFROM a\n", "B 1: dockerfile parse error on line 1: unknown instruction: \uFEFFFROM (did you mean FROM?)"},
	{"FROM a\nONBUILD FOO x\n", `ONBUILD 2-2 (FOO 0-0 <>)`},
	{"FROM a\nONBUILD ENV x\n", `A 2: ENV must have two arguments`},
	{"FROM a\nCMD [1e999]\n", `CMD 2-2 <[1e999]>`},
	{"FROM a\nCMD [\"a\tb\"]\n", "CMD 2-2 <[\"a\tb\"]>"},
	{"# a\n\n# b x\nFROM a AS b\n", `FROM 4-4 <a> <AS> <b> #a #b x`},
	{"FROM a\nRUN\nENTRYPOINT\nCMD []\n", `RUN 2-2 ENTRYPOINT 3-3 CMD 4-4 json`},
}

func brief(p parsed) string {
	if !p.OK {
		return fmt.Sprintf("%s %d: %s", p.Tier, p.ErrorLine, p.Error)
	}
	var parts []string
	for _, n := range p.Instructions {
		if s := briefNode(n); s != "FROM 1-1 <a>" {
			parts = append(parts, s)
		}
	}
	for _, w := range p.Warnings {
		parts = append(parts, fmt.Sprint("W", w.Start))
	}
	return strings.Join(parts, " ")
}

func briefNode(n node) string {
	parts := []string{string(n.Name), fmt.Sprintf("%d-%d", n.Start, n.End)}
	for _, f := range n.Flags {
		parts = append(parts, "{"+string(f)+"}")
	}
	if n.JSON {
		parts = append(parts, "json")
	}
	for _, a := range n.Args {
		parts = append(parts, "<"+string(a)+">")
	}
	for _, h := range n.Heredocs {
		parts = append(parts, fmt.Sprintf("%s=%q%s", h.Name, h.Content, map[bool]string{true: "X"}[h.Expand]))
	}
	if n.Onbuild != nil {
		parts = append(parts, "("+briefNode(*n.Onbuild)+")")
	}
	for _, c := range n.Comments {
		parts = append(parts, "#"+string(c))
	}
	return strings.Join(parts, " ")
}

func TestDisputed(t *testing.T) {
	for i, c := range disputed {
		got := brief(parseFile(&source{Text: text(c.input)}).(parsed))
		if got != c.want {
			t.Errorf("case %d %q\n got %s\nwant %s", i+1, c.input, got, c.want)
		}
	}
}

// What the disputed files are as typed instructions.
func TestDisputedTyped(t *testing.T) {
	typed := func(n int) (instructions.Stage, instructions.Command) {
		ast, err := parser.Parse(strings.NewReader(disputed[n-1].input))
		if err != nil {
			t.Fatal(err)
		}
		stages, _, err := instructions.Parse(ast.AST, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(stages[0].Commands) == 0 {
			return stages[0], nil
		}
		return stages[0], stages[0].Commands[0]
	}
	same := func(n int, got any, want string) {
		t.Helper()
		if g := fmt.Sprintf("%q", got); g != want {
			t.Errorf("case %d: got %s, want %s", n, g, want)
		}
	}
	_, c := typed(4)
	same(4, c.(*instructions.ArgCommand).Args[0].Key+"="+*c.(*instructions.ArgCommand).Args[0].Value, `"X=2"`)
	_, c = typed(5)
	same(5, c.(*instructions.HealthCheckCommand).Health.Test, `["NONE"]`)
	_, c = typed(13)
	same(13, c.(*instructions.CopyCommand).SourcePaths, `["<<" "E"]`)
	_, c = typed(14)
	same(14, c.(*instructions.CopyCommand).SourceContents[0].Data+c.(*instructions.CopyCommand).SourceContents[1].Data, `"2\n2\n"`)
	_, c = typed(15)
	same(15, c.(*instructions.CopyCommand).SourceContents[0].Path+c.(*instructions.CopyCommand).SourceContents[0].Data, `"E"`)
	_, c = typed(22)
	same(22, append(c.(*instructions.CopyCommand).SourcePaths, c.(*instructions.CopyCommand).Chown), `["x" "s" "Ä"]`)
	s, _ := typed(31)
	same(31, s.Name, `"b"`)
	_, c = typed(32)
	same(32, c.(*instructions.WorkdirCommand).Path, `"/x"`)
	_, c = typed(35)
	same(35, c.(*instructions.OnbuildCommand).Expression, `"FOO x"`)
	s, _ = typed(39)
	same(39, s.DocComment, `"x"`)
	s, c = typed(40)
	same(40, s.Commands[2].(*instructions.CmdCommand).PrependShell, "%!q(bool=false)")
	same(40, c.(*instructions.RunCommand).PrependShell, "%!q(bool=true)")
}

// Errors of tiers C and D, and the lower tiers seen from there.
func TestExtra(t *testing.T) {
	for _, c := range []struct{ input, want string }{
		{"FROM a\nCOPY [\"it's\", \"/x\"]\n", `D 2: failed to process "it's": unexpected end of statement while looking for matching single-quote`},
		{"FROM a\nENV x=${#y}\n", `D 2: failed to process "${#y}": unsupported modifier (y) in substitution`},
		{"FROM a AS B\nFROM b\nCOPY --from=B x y\n", ""},
		{"FROM a AS B\nFROM B\n", `C 2: failed to parse stage name "B": invalid reference format: repository name (library/B) must be lowercase`},
		{"FROM a\nRUN --mount=required,type=secret,id=s x\n", `D 2: unexpected key 'required' for mount type 'bind'`},
		{"FROM a AS u\nCOPY --from=$X b c\nFROM a\n", `C 0: variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround`},
		{"# check=foo\nFROM a\n", `C 0: failed to parse check options: invalid check option "foo"`},
		{"", `C 0: the Dockerfile cannot be empty`},
		{"ARG x\n", `C 0: dockerfile contains no stages to build`},
		{"FROM a\nEXPOSE abc\n", `D 2: invalid containerPort: abc`},
		{"FROM a\nFOO x\n", `B 2: dockerfile parse error on line 2: unknown instruction: FOO (did you mean FROM?)`},
		{"FROM a\nRUN [ 1 ]\n", `A 2: when using JSON array syntax, arrays must be comprised of strings only`},
		{"FROM a AS u\nRUN --mount=type=bogus x\nFROM a\n", `D 2: unsupported mount type "bogus"`},
	} {
		got := plainBuilder().check(&source{Text: text(c.input)}).(checked)
		s := ""
		if !got.OK {
			s = fmt.Sprintf("%s %d: %s", got.Tier, got.ErrorLine, got.Error)
		}
		if s != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.input, s, c.want)
		}
	}
}

func TestConfig(t *testing.T) {
	for _, c := range []struct{ input, want string }{
		{"ARG P\nFROM a\nARG P\nEXPOSE 8${P:-0}80\n", `"ExposedPorts":{"80/tcp":{}}`},
		{"FROM a\nEXPOSE ${A:-80}-${B:-90}\n", `"ExposedPorts":{"90/tcp":{}}`},
		{"FROM a\nENV x=$$y\n", `"x=y"`},
		{"FROM a AS u\nRUN --mount=type=bogus x\nFROM a\nUSER me\n", `"User":"me"`},
	} {
		got := plainBuilder().config(&source{Text: text(c.input)}).(configured)
		if !strings.Contains(string(got.Config), c.want) {
			t.Errorf("%q: %s %s", c.input, got.Error, got.Config)
		}
	}
}

// check calls Dockerfile2LLB to keep the error's stack; DockerfileLint must say the same.
func TestCheckIsLint(t *testing.T) {
	inputs := []string{"FROM a as b\nENV k v\nMAINTAINER x\nCMD y\nCMD z\nworkdir $q\n", "# check=error=true\nFROM a\nCMD x\n"}
	for _, c := range disputed {
		inputs = append(inputs, c.input)
	}
	for _, input := range inputs {
		src := &source{Text: text(input)}
		got := plainBuilder().check(src).(checked)
		gateway, _ := plainBuilder().gatewayFor(src)
		ui, _ := dockerui.NewClient(gateway)
		entry, _ := ui.ReadEntrypoint(context.Background(), "Dockerfile")
		lint, _ := dockerfile2llb.DockerfileLint(context.Background(), entry.Data, dockerfile2llb.ConvertOpt{
			Config: ui.Config, Client: ui, SourceMap: entry.SourceMap, MetaResolver: gateway})
		var a, b []string
		for _, w := range got.Warnings {
			a = append(a, fmt.Sprint(w.Start, w.Rule, w.Message))
		}
		for _, w := range lint.Warnings {
			b = append(b, fmt.Sprint(w.Location.Ranges[0].Start.Line, w.RuleName, w.Detail))
		}
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) || got.OK != (lint.Error == nil) || lint.Error != nil && string(got.Error) != stableMessage(lint.Error.Message) {
			t.Errorf("%q: %v %v, %v", input, got, b, lint.Error)
		}
	}
}

func TestCommands(t *testing.T) {
	for _, c := range []struct{ args, in, want string }{
		{"expand", `{"word":"foo${U:-bar}baz $A","env":{"A":"x y"}}`, `{"word":"foobarbaz x y","words":["barbaz","x","y"],"matched":["A"],"unmatched":["U"]}`},
		{"expand", `{"word":"a` + "`" + `$A","escape":"` + "`" + `"}`, `{"word":"a$A","words":["a$A"],"matched":[],"unmatched":[]}`},
		{"ignore", `{"patterns":["*","!a/b"],"paths":["a/b","a/c","d"]}`, `{"patterns":["*","!a/b"],"excluded":[false,true,true],"matched":[false,true,true]}`},
		{"ignore", `{"text":"# c\n /x/ \n!\n","paths":["x"]}`, `{"error":"illegal exclusion pattern: \"!\"","patterns":["x","!"],"excluded":[],"matched":[]}`},
		{"image-ref", `{"ref":"a:5000/b/c:d"}`, `{"domain":"a:5000","path":"b/c","tag":"d","digest":"","full":"a:5000/b/c:d","familiar":"a:5000/b/c:d"}`},
		{"shell", `{"text":"A=1 b 'c d' \"$e\" >f && $(export g=h)"}`,
			`{"ok":true,"commands":[{"argv":["b","c d",null],"assigns":[{"name":"A","value":"1"}],"redirs":1,"line":1,"col":1,"end_line":1,"end_col":17},` +
				`{"argv":[null],"assigns":[],"redirs":0,"line":1,"col":24,"end_line":1,"end_col":37},` +
				`{"argv":["export","g=h"],"assigns":[],"redirs":0,"line":1,"col":26,"end_line":1,"end_col":36}]}`},
		{"expand", `{"word":{"b64":"/w=="}}`, `{"word":"` + "\uFFFD" + `","words":["` + "\uFFFD" + `"],"matched":[],"unmatched":[]}`},
		{"expand", `nonsense`, `{"input":"nonsense","bad_input":"invalid character 'o' in literal null (expecting 'u')"}`},
	} {
		var out bytes.Buffer
		if err := run(strings.Fields(c.args), strings.NewReader(c.in+"\n"), &out); err != nil {
			t.Error(err)
		}
		if got := strings.TrimSpace(out.String()); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
		}
		if !json.Valid(out.Bytes()) {
			t.Errorf("%s: not JSON", c.in)
		}
	}
}

func TestPanicIsAnswered(t *testing.T) {
	answer, ok := answerOne(func([]byte) (any, error) { panic("x") }, []byte("f")).(trouble)
	if !ok || answer.Panic != "x" || answer.Input != "f" {
		t.Error(answer)
	}
}

func plainBuilder() *builder { return &builder{&settings{}, nil} }
