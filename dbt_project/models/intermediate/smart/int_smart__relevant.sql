with questions as (
    select * from {{ ref('int_smart_questions') }}
    where test = 'relevant'
),

measures as (
    select
        measure_id,
        objective_id
    from {{ ref('stg_reference__measures') }}
),

owners as (
    select * from {{ ref('int_smart_owners') }}
),

answered as (
    select
        questions.*,
        case questions.smart_rule_id
            when 'objective_stated' then measures.objective_id is null
            when 'owner_stated' then owners.owner_post_id is null
        end as is_failed
    from questions
    inner join measures
        on questions.measure_id = measures.measure_id
    left join owners
        on questions.measure_id = owners.measure_id
),

final as (
    select
        subject_id,
        measure_id,
        objective_id,
        cast(null as {{ dbt.type_string() }}) as other_measure_id,
        scorecard_id,
        test,
        smart_rule_id,
        clause,
        version,
        sort_order
    from answered
    where is_failed
)

select * from final
