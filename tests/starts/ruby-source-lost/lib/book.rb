class Book
  def names = %w[Ada Grace]
end
