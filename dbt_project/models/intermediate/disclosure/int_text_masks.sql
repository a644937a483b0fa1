with rules as (
    select
        measure_id,
        symbol
    from {{ ref('int_disclosure_rules_dated') }}
    where valid_to_date is null
),

measures as (
    select
        measure_id,
        name,
        code,
        unit
    from {{ ref('stg_reference__measures') }}
),

measures_of_time as (
    select distinct measures.measure_id
    from measures
    inner join {{ ref('stg_reference__number_words') }} as time_units
        on
            time_units.word_type = 'time_unit'
            and {{ dbt.position("'_' || time_units.word", "'_' || measures.unit") }} > 0
),

words as (
    select
        {{ dbt.listagg(
            "case when word_type = 'number' then word end",
            "'|'", 'order by length(word) desc, word'
        ) }} as number_words,
        {{ dbt.listagg(
            "case when word_type = 'time_unit' then word end",
            "'|'", 'order by length(word) desc, word'
        ) }} as time_unit_words
    from {{ ref('stg_reference__number_words') }}
),

months as (
    select
        {{ dbt.listagg(
            "month_name || '|' || month_short_name", "'|'", 'order by month_number'
        ) }} as month_words
    from {{ ref('stg_reference__calendar_months') }}
    where calendar = 'calendar'
),

codes as (
    select
        {{ dbt.listagg(
            escape_pattern('code'), "'|'", 'order by length(code) desc, code'
        ) }} as code_pattern
    from measures
),

-- Of a measure that counts time itself, a span of time may be its number.
final as (
    select
        rules.measure_id,
        rules.symbol,
        {{ numbers_in_text('words.number_words') }} as number_pattern,
        {{ dates_in_text('months.month_words') }} || '|' || {{ identifiers_in_text() }}
        || '|(?i:' || {{ escape_pattern('measures.name') }} || ')\b'
        || coalesce('|(?:' || codes.code_pattern || ')\b', '')
        || case
            when measures_of_time.measure_id is not null then ''
            else
                '|' || {{ spans_in_text(
                    'words.number_words', 'words.time_unit_words'
                ) }}
        end as kept_pattern
    from rules
    inner join measures
        on rules.measure_id = measures.measure_id
    left join measures_of_time
        on rules.measure_id = measures_of_time.measure_id
    cross join words
    cross join months
    cross join codes
)

select * from final
