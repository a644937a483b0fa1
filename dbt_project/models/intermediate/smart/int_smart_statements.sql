with measures as (
    select * from {{ ref('stg_reference__measures') }}
),

statements as (
    select * from {{ ref('stg_reference__paper_statements') }}
),

-- Of a measure that no paper prints the catalogue is the statement.
final as (
    select
        measures.measure_id,
        measures.definition,
        measures.deliverable,
        measures.source_description as source,
        measures.conditions,
        measures.printed_text,
        statements.baseline_population,
        statements.improvement_percent,
        statements.deadline as deadline_text,
        case
            when statements.measure_id is not null then statements.unit_text
            else measures.unit
        end as unit,
        case
            when statements.measure_id is not null then statements.population
            else measures.population
        end as population,
        case
            when statements.measure_id is not null then statements.evidence
            else measures.numerator_description
        end as evidence
    from measures
    left join statements
        on measures.measure_id = statements.measure_id
)

select * from final
