/// The TeX names that labels may use, as Unicode characters.
enum TeXSymbols {
  /// Letters, which stand in italics.
  static let letters: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "ell": "ℓ",
  ]

  /// Signs and capitals, which stand upright.
  static let signs: [String: String] = [
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "infty": "∞", "|": "‖", "Vert": "‖", "lVert": "‖",
    "rVert": "‖", "vert": "|", "star": "⋆", "ast": "∗", "top": "⊤", "cdot": "·", "cdots": "⋯",
    "ldots": "…", "dots": "…", "partial": "∂", "nabla": "∇", "prime": "′", "sum": "∑",
    "circ": "∘", "%": "%", "{": "{", "}": "}", "_": "_", "$": "$", "#": "#", "&": "&",
    "langle": "⟨", "rangle": "⟩", "max": "max", "min": "min", "log": "log", "exp": "exp",
    "sign": "sign", "mid": "|",
  ]

  /// Relations and binary operators, which get space on both sides.
  static let relations: [String: String] = [
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈",
    "to": "→", "in": "∈", "times": "×", "pm": "±", "mp": "∓", "sim": "∼", "equiv": "≡",
    "ll": "≪", "gg": "≫", "propto": "∝", "rightarrow": "→", "mapsto": "↦",
  ]

  /// Spaces and sizes: what remains of them in a label.
  static let spaces: [String: String] = [
    ",": "\u{2009}", ";": "\u{2005}", ":": "\u{2005}", " ": " ", "quad": "\u{2003}", "!": "",
    "left": "", "right": "", "big": "", "bigl": "", "bigr": "", "Bigl": "", "Bigr": "",
    "displaystyle": "", "limits": "",
  ]

  /// Accents, as combining characters that follow the letter.
  static let accents: [String: String] = [
    "hat": "\u{302}", "bar": "\u{304}", "tilde": "\u{303}", "dot": "\u{307}", "vec": "\u{20D7}",
  ]

  /// Digits and signs that Unicode has as subscripts, for titles and tables.
  static let subscripts: [Character: Character] = [
    "0": "₀", "1": "₁", "2": "₂", "3": "₃", "4": "₄", "5": "₅", "6": "₆", "7": "₇", "8": "₈",
    "9": "₉", "+": "₊", "−": "₋", "i": "ᵢ", "j": "ⱼ", "p": "ₚ", "n": "ₙ", "k": "ₖ",
    // No subscript exists for these; norms are commonly written with them on the line.
    "∞": "∞",
  ]

  /// Digits and signs that Unicode has as superscripts.
  static let superscripts: [Character: Character] = [
    "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
    "9": "⁹", "+": "⁺", "−": "⁻", "n": "ⁿ", "i": "ⁱ", "⊤": "ᵀ", "⋆": "⋆", "∗": "∗",
  ]
}
