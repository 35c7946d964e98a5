"""The pages of the questions that deserve more than a table: what stands over it, how its rows are grouped, what one may choose."""
