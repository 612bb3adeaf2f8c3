"""What Tab offers: the place in the line (`place`), what fits there (`candidates`), gathered
aside (`gathering`) and shown in a menu under the line (`menu`)."""
