/// The script that stands between Swift and KaTeX: it typesets one formula a call, keeps a count
/// of the work, and turns what KaTeX throws into strings.
///
/// KaTeX's `maxExpand` counts expansions, not what they produce: in 0.16.4 `\edef`, Unicode
/// subscripts (which start a parser of their own) and doubled macro arguments grow without it
/// (CVE-2024-28243, CVE-2024-28244). So every look-up of a macro, which each token costs at least
/// once, and every token that an argument brings in is paid from one budget per formula. It counts
/// steps, not time, and so gives the same answer on every machine.
enum KaTeXDriver {
  /// Look-ups and argument tokens that one formula may cost; 20,000 characters of ordinary TeX
  /// cost at most 60,000.
  static let budget = 200_000

  /// Defines `advbookTypeset(tex, mode)`, `advbookMacro(name, body)` and
  /// `advbookCommands(katexScript)` on the global object.
  static let source = #"""
    (function (global, budget) {
      "use strict";
      var katex = global.katex, course = {}, left = 0, spentAll = {};
      function pay(amount) { left -= amount; if (left < 0) { throw spentAll; } }

      var splice = Array.prototype.splice;
      Array.prototype.splice = function () {
        pay(arguments.length);
        return splice.apply(this, arguments);
      };

      var own = Object.prototype.hasOwnProperty;
      var counted = Object.create(null);
      counted.hasOwnProperty = function (name) { pay(1); return own.call(this, name); };

      function refuse(command) {
        return function () { throw new katex.ParseError(command + " cannot be used on a page"); };
      }

      function options(display) {
        var macros = Object.create(counted);
        macros["\u2016"] = "\\|";  // the norm bar as one character, which KaTeX does not know
        macros["\\edef"] = refuse("\\edef");
        macros["\\xdef"] = refuse("\\xdef");
        Object.keys(course).forEach(function (name) { macros[name] = course[name]; });
        left = budget;
        return {
          displayMode: display, output: "htmlAndMathml", throwOnError: true,
          maxExpand: 1000, maxSize: 50, macros: macros,
          strict: function (code, message, token) {
            // Letters and punctuation of text come out right in the reader's own font.
            var wrong = code === "unknownSymbol" && !/^[\p{L}\p{M}\p{N}\p{P}]/u.test(token.text);
            return wrong ? "error" : "ignore";
          },
          trust: function (context) {
            throw new katex.ParseError(context.command + " cannot be used on a page");
          }
        };
      }

      // KaTeX's message ends in an excerpt of the text that it was reading, which may be the body
      // of a macro: the place counts only if the excerpt stands there in the formula.
      function describe(error, tex) {
        if (error === spentAll) { return ["expansion", "", "", ""]; }
        if (error instanceof RangeError) { return ["stack", "", "", ""]; }
        if (!(error instanceof katex.ParseError)) { return ["engine", String(error), "", ""]; }
        var message = error.message.replace(/^KaTeX parse error: /, "");
        if (/^Too many expansions/.test(message)) { return ["expansion", "", "", ""]; }
        if (error.position === undefined) { return ["syntax", message, "", ""]; }
        var start = error.position, from = Math.max(0, start - 15);
        var marks = [" at position " + (start + 1) + ": ", " at end of input: "];
        for (var i = 0; i < marks.length; i += 1) {
          var cut = message.indexOf(marks[i]);
          if (cut < 0) { continue; }
          var excerpt = message.slice(cut + marks[i].length).replace(/\u0332/g, "");
          if (start > 15) { excerpt = excerpt.slice(1); }
          if (excerpt.slice(-1) === "\u2026") { excerpt = excerpt.slice(0, -1); }
          var body = message.slice(0, cut);
          function holds(text) { return text.slice(from, from + excerpt.length) === excerpt; }
          if (holds(tex)) { return ["syntax", body, String(start), ""]; }
          var macro = Object.keys(course).filter(function (name) { return holds(course[name]); });
          return ["syntax", body, "", macro.length === 1 ? macro[0] : ""];
        }
        return ["syntax", message, "", ""];
      }

      global.advbookMacro = function (name, body) { course[name] = body; return []; };

      global.advbookTypeset = function (tex, mode) {
        try {
          return ["typeset", katex.renderToString(tex, options(mode === "display"))];
        } catch (error) {
          left = Infinity;
          return describe(error, tex);
        }
      };

      // All commands stand in the script as string literals; those that the expander knows are
      // commands and not something else.
      global.advbookCommands = function (script) {
        var names = Object.create(null), expander = null, settings = options(false);
        settings.macros["\\advbookprobe"] = function (context) { expander = context; return ""; };
        katex.renderToString("\\advbookprobe", settings);
        left = Infinity;
        (script.match(/"\\\\[A-Za-z]+"/g) || []).forEach(function (literal) {
          var name = literal.slice(2, -1);
          if (expander && expander.isDefined(name)) { names[name] = true; }
        });
        Object.keys(course).forEach(function (name) { names[name] = true; });
        delete names["\\advbookprobe"];
        return Object.keys(names).sort();
      };
    })(this, BUDGET);
    """#
}
